from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "yakuba.rooms.answers"
    label = "answers"
    verbose_name = "回答"
