"""Line icons as inline SVG on a 24 x 24 grid, drawn with the text colour. Decoration only, beside words."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SHAPES: dict[str, str] = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "file": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.4-4 3-6 6.5-6s6.1 2 6.5 6"/>'
    '<path d="M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .8 3.2 2.7 3.5 5.5"/>',
    "child": '<circle cx="12" cy="6.5" r="3.5"/><path d="M7 21v-5c0-3 2-5 5-5s5 2 5 5v5"/>'
    '<path d="M10 21v-4h4v4"/>',
    "home": '<path d="m3 11 9-7 9 7"/><path d="M5.5 9.5V20h13V9.5M10 20v-5.5h4V20"/>',
    "water": '<path d="M12 3.5c3.5 4.5 5.5 7.3 5.5 10.3a5.5 5.5 0 0 1-11 0C6.5 10.8 8.5 8 12 3.5z"/>'
    '<path d="M9.5 14.5a2.6 2.6 0 0 0 2.5 2.4"/>',
    "road": '<path d="M8.5 3 4 21M15.5 3 20 21M12 4v3M12 10.5v3M12 17v3.5"/>',
    "paw": '<ellipse cx="6" cy="11" rx="1.7" ry="2.3"/><ellipse cx="10" cy="6.5" rx="1.7" ry="2.3"/>'
    '<ellipse cx="14.5" cy="6.5" rx="1.7" ry="2.3"/><ellipse cx="18.5" cy="11" rx="1.7" ry="2.3"/>'
    '<path d="M12.2 11.5c-2.7 0-5 3-5 5.4 0 1.6 1.2 2.6 2.6 2.6 1 0 1.5-.5 2.4-.5s1.4.5 2.4.5'
    'c1.4 0 2.6-1 2.6-2.6 0-2.4-2.3-5.4-5-5.4z"/>',
    "shield": '<path d="M12 3 4.5 5.5v6c0 4.5 3 7.6 7.5 9.5 4.5-1.9 7.5-5 7.5-9.5v-6z"/>'
    '<path d="M12 8v4.5M12 16v.1"/>',
    "trash": '<path d="M4 6.5h16M9 6.5V4h6v2.5M6 6.5 7 21h10l1-14.5M10 11v5.5M14 11v5.5"/>',
    "heart": '<path d="M12 20C5 15.5 3 12 3 8.8A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 9 1.8'
    'c0 3.2-2 6.7-9 11.2z"/>',
    "shop": '<path d="M4 4h16l1 5.5a2.7 2.7 0 0 1-4.5 1.5'
    ' 3 3 0 0 1-4.5 0 3 3 0 0 1-4.5 0A2.7 2.7 0 0 1 3 9.5z"/>'
    '<path d="M5 12v8h14v-8M10 20v-4.5h4V20"/>',
    "school": '<path d="m2.5 9.5 9.5-5 9.5 5-9.5 5z"/><path d="M6.5 12v5c3 2.3 8 2.3 11 0v-5M21.5 9.5V16"/>',
    "tree": '<path d="M12 3 6 11h3l-4 6h14l-4-6h3zM12 17v4"/>',
    "yen": '<circle cx="12" cy="12" r="9"/><path d="m8.5 7.5 3.5 5 3.5-5M12 12.5V17M9 13h6M9 15.3h6"/>',
    "calendar": '<path d="M4 5.5h16V20H4zM4 10h16M8 3v4M16 3v4"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "phone": '<path d="M6 3h3l1.5 5-2.3 1.7a12 12 0 0 0 6 6L16 13.5l5 1.5'
    'v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z"/>',
    "mail": '<path d="M3 5.5h18v13H3zM3.5 6l8.5 7 8.5-7"/>',
    "pin": '<path d="M12 21c-4.5-5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2 6-6.5 11z"/>'
    '<circle cx="12" cy="10" r="2.3"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 21c.5-4.5 3.3-7 7.5-7s7 2.5 7.5 7"/>',
    "download": '<path d="M12 3.5V15M7.5 11l4.5 4.5 4.5-4.5M4 20.5h16"/>',
    "stamp": '<path d="M9.5 14 9 9.5a3.2 3.2 0 1 1 6 0l-.5 4.5M5 14h14v4H5zM5 21h14"/>',
    "care": '<circle cx="9" cy="5.5" r="2.5"/><path d="M9 8.5V15h6l3 5.5M9 11.5h5"/>'
    '<path d="M6.2 12.2a5 5 0 1 0 7.6 5.8"/>',
    "car": '<path d="M4 16.5v-4l2-5.5h12l2 5.5v4zM4 12.5h16"/><circle cx="7.5" cy="17" r="1.8"/>'
    '<circle cx="16.5" cy="17" r="1.8"/>',
    "book": '<path d="M12 6c-2-1.7-5-2-8.5-1.5v14C7 18 10 18.3 12 20c2-1.7 5-2 8.5-1.5'
    'v-14C17 4 14 4.3 12 6z"/>'
    '<path d="M12 6v14"/>',
    "ballot": '<path d="M3.5 11h17v9.5h-17zM8 15h8"/><path d="M8 11V3.5h8V11M10.5 7l1.2 1.3 2-2.5"/>',
    "building": '<path d="M5 21V3.5h9V21M14 9h5.5v12M2.5 21h19"/>'
    '<path d="M8 7h3M8 11h3M8 15h3M16.5 12.5v.1M16.5 16.5v.1"/>',
    "badge": '<rect x="4.5" y="5.5" width="15" height="15" rx="1.5"/>'
    '<path d="M9.5 5.5v-3h5v3M8 17c.4-2.3 1.8-3.5 4-3.5s3.6 1.2 4 3.5"/>'
    '<circle cx="12" cy="10.5" r="1.9"/>',
}


def svg(name: str) -> SafeString:
    """The icon as markup hidden from screen readers. Raises KeyError for a name that is not in SHAPES."""
    shape = mark_safe(SHAPES[name])  # noqa: S308 - our own constant above
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', shape
    )
