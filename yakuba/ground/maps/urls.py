from django.urls import path

from yakuba.ground.maps import views

app_name = "maps"

urlpatterns = [path("<int:zoom>/<str:place>/<int:width>x<int:height>.png", views.picture, name="picture")]
