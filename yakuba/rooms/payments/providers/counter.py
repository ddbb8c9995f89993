"""窓口: cash handed over at the counter. Needs the office that signs receipts, from town/payments.toml."""

from yakuba.ground import town

KEY = "counter"
TITLE = "窓口"
METHODS = {"cash": "現金"}


def check_config() -> list[str]:
    """The office that signs receipts must stand in the town's facts."""
    try:
        office = town.read("payments").get("accountant_title", "")
    except town.TownError as problem:
        return [str(problem)]
    if office:
        return []
    return ["payments.toml の accountant_title: 領収書に書く会計管理者・出納員の職名を入れてください。"]
