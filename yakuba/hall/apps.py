from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "yakuba.hall"
    label = "hall"
    verbose_name = "庁舎"

    def ready(self) -> None:
        # Late, because the rooms' doors need loaded models.
        from yakuba.hall.wiring import connect  # noqa: PLC0415

        connect()
