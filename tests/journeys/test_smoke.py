import time
import pytest
pytestmark=pytest.mark.django_db(transaction=True)
def test_smoke(visitors):
    t=time.time()
    v=visitors(js=True)
    v.open("/"); print(v.page.title(), v.complaints, time.time()-t)
    w=visitors(js=False)
    w.open("/")
    try:
        from axe_playwright_python.sync_playwright import Axe
        r=w.page.evaluate("()=>document.title"); print("nojs eval", r)
        r=Axe().run(w.page); print("nojs axe", len(r.response["violations"]), len(r.response["passes"]))
    except Exception as e: print("nojs", repr(e)[:300])
