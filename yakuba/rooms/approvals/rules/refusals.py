"""Why an act is refused; every message is for the person at the screen and says what to do next."""


class ApprovalProblem(Exception):
    """An act that may not be done; `message` is Japanese and shown as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Stale(ApprovalProblem):
    """What the person saw is no longer what stands; the page answers 409 and shows it anew."""

    def __init__(self) -> None:
        super().__init__("内容が変わりました。もう一度お読みください。")


class NotYourTurn(ApprovalProblem):
    """The person has no standing at this step now."""

    def __init__(self, message: str = "いま、この起案を処理できるのは別の職の人です。") -> None:
        super().__init__(message)


class NeedsReason(ApprovalProblem):
    """The act has to carry a reason."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}には理由が必要です。理由を書いてから、もう一度押してください。")


class SelfDecision(ApprovalProblem):
    """起案者 and 決裁者 are one person and the table does not allow it."""

    def __init__(self) -> None:
        super().__init__("起案者は、自分の起案を決裁できません。ほかの職員が起案してください。")


class Closed(ApprovalProblem):
    """Nothing changes after 決裁, 否認 or 取下げ."""

    def __init__(self, state: str) -> None:
        super().__init__(f"この起案は{state}です。これ以上の処理はできません。")
