"""REST resources of comments, tasks and notifications, under /api/v1/."""

from salesops.inbox.api import channels, comments, notifications, tasks
from salesops.web.api.routes import api_path

app_name = "inbox_api"

urlpatterns = [
    api_path("comments", comments.CommentList.as_view(), "comments"),
    api_path("comments/<uuid:uid>", comments.CommentRecord.as_view(), "comment"),
    api_path("tasks", tasks.TaskList.as_view(), "tasks"),
    api_path("tasks/<uuid:uid>", tasks.TaskRecord.as_view(), "task"),
    api_path("tasks/<uuid:uid>/done", tasks.TaskDone.as_view(), "task_done"),
    api_path("tasks/<uuid:uid>/reopen", tasks.TaskReopen.as_view(), "task_reopen"),
    api_path("notifications", notifications.NotificationList.as_view(), "notifications"),
    api_path("notifications/read-all", notifications.NotificationsRead.as_view(), "read_all"),
    api_path("notifications/<uuid:uid>/read", notifications.NotificationRead.as_view(), "read"),
    api_path("notifications/<uuid:uid>/unread", notifications.NotificationUnread.as_view(), "unread"),
    api_path("notifications/<uuid:uid>/snooze", notifications.NotificationSnooze.as_view(), "snooze"),
    api_path("notification-preferences", notifications.PreferenceRecord.as_view(), "preferences"),
    api_path("follows", notifications.FollowView.as_view(), "follow"),
    api_path("follows/remove", notifications.UnfollowView.as_view(), "unfollow"),
    api_path("mutes", notifications.MuteView.as_view(), "mute"),
    api_path("mutes/remove", notifications.UnmuteView.as_view(), "unmute"),
    api_path("channels", channels.ChannelList.as_view(), "channels"),
    api_path("channels/<uuid:uid>", channels.ChannelRecord.as_view(), "channel"),
    api_path("channels/<uuid:uid>/test", channels.ChannelTest.as_view(), "channel_test"),
    api_path("channels/<uuid:uid>/secret", channels.ChannelSecret.as_view(), "channel_secret"),
    api_path("deliveries", channels.DeliveryList.as_view(), "deliveries"),
    api_path("deliveries/<uuid:uid>/again", channels.DeliveryAgain.as_view(), "delivery_again"),
]
