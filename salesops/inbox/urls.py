"""Pages of comments, tasks and notifications."""

from django.urls import path

from salesops.inbox.views import talk, tasks

app_name = "inbox"

urlpatterns = [
    path("talk/<slug:kind>/<uuid:uid>", talk.talk_page, name="talk"),
    path("talk/<slug:kind>/<uuid:uid>/comments", talk.new_comment_page, name="comment_new"),
    path("talk/<slug:kind>/<uuid:uid>/tasks/new", talk.new_task_page, name="task_new"),
    path("talk/<slug:kind>/<uuid:uid>/people", talk.people_options, name="people_options"),
    path("comments/<uuid:uid>", talk.comment_page, name="comment"),
    path("comments/<uuid:uid>/withdraw", talk.withdraw_comment_page, name="comment_withdraw"),
    path("tasks", tasks.tasks_page, name="tasks"),
    path("tasks/<uuid:uid>", tasks.task_page, name="task"),
    path("tasks/<uuid:uid>/done", tasks.task_done_page, name="task_done"),
    path("tasks/<uuid:uid>/reopen", tasks.task_reopen_page, name="task_reopen"),
]
