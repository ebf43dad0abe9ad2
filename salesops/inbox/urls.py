"""Pages of comments, tasks and notifications."""

from django.urls import path

from salesops.inbox.views import channels, inbox, talk, tasks

app_name = "inbox"

urlpatterns = [
    path("inbox", inbox.inbox_page, name="inbox"),
    path("inbox/read", inbox.read_all_page, name="read_all"),
    path("inbox/<uuid:uid>/read", inbox.read_page, name="read"),
    path("inbox/<uuid:uid>/unread", inbox.unread_page, name="unread"),
    path("inbox/<uuid:uid>/snooze", inbox.snooze_page, name="snooze"),
    path("talk/<slug:kind>/<uuid:uid>/follow", inbox.follow_page, name="follow"),
    path("talk/<slug:kind>/<uuid:uid>/unfollow", inbox.unfollow_page, name="unfollow"),
    path("talk/<slug:kind>/<uuid:uid>/mute", inbox.mute_page, name="mute"),
    path("talk/<slug:kind>/<uuid:uid>/unmute", inbox.unmute_page, name="unmute"),
    path("settings/notifications", inbox.preferences_page, name="preferences"),
    path("settings/channels", channels.channels_page, name="channels"),
    path("settings/channels/new", channels.new_channel_page, name="channel_new"),
    path("settings/channels/<uuid:uid>", channels.channel_page, name="channel"),
    path("settings/channels/<uuid:uid>/test", channels.test_channel_page, name="channel_test"),
    path("settings/channels/<uuid:uid>/secret", channels.rotate_secret_page, name="channel_secret"),
    path("settings/deliveries/<uuid:uid>/again", channels.send_again_page, name="delivery_again"),
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
