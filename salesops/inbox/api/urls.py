"""REST resources of comments, tasks and notifications, under /api/v1/."""

from salesops.inbox.api import comments, tasks
from salesops.web.api.routes import api_path

app_name = "inbox_api"

urlpatterns = [
    api_path("comments", comments.CommentList.as_view(), "comments"),
    api_path("comments/<uuid:uid>", comments.CommentRecord.as_view(), "comment"),
    api_path("tasks", tasks.TaskList.as_view(), "tasks"),
    api_path("tasks/<uuid:uid>", tasks.TaskRecord.as_view(), "task"),
    api_path("tasks/<uuid:uid>/done", tasks.TaskDone.as_view(), "task_done"),
    api_path("tasks/<uuid:uid>/reopen", tasks.TaskReopen.as_view(), "task_reopen"),
]
