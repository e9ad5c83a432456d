using Graballo.Desk.Calendars;
using Graballo.Desk.Forms;
using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>The rows that people and jobs search: tasks, timers, subscriptions and incidents of a flow.</summary>
internal static class FlowEffects
{
    public static void Apply(TicketStep step, FlowInstance instance, FlowEffect effect)
    {
        switch (effect)
        {
            case TimerSet set:
                Set(step, instance, set);
                break;
            case TaskDue due:
                foreach (var task in step.OpenTasks.FindAll(row => row.InstanceId == instance.Id && row.TaskKey == due.TaskId))
                    (task.DueAt, task.Calendar) = (Moved(task.DueAt, due.DueAt), CodeOf(step, instance, due.Calendar));
                break;
            case TimerCleared cleared:
                Remove(step.Timers, step.Db.Timers, row => row.Kind == TimerKind.Flow && row.InstanceId == instance.Id && row.TimerKey == cleared.TimerId);
                break;
            case MessageAwaited awaited:
                Await(step, instance, awaited.SubscriptionId, awaited.MessageName, awaited.CorrelationKey, isSignal: false);
                break;
            case SignalAwaited awaited:
                Await(step, instance, awaited.SubscriptionId, awaited.SignalName, null, isSignal: true);
                break;
            case MessageReleased released:
                Remove(step.Subscriptions, step.Db.Subscriptions, row => row.InstanceId == instance.Id && row.SubscriptionKey == released.SubscriptionId);
                break;
            case SignalReleased released:
                Remove(step.Subscriptions, step.Db.Subscriptions, row => row.InstanceId == instance.Id && row.SubscriptionKey == released.SubscriptionId);
                break;
            case IncidentRaised raised:
                Raise(step, instance, raised);
                break;
            case IncidentResolved resolved:
                foreach (var incident in step.Incidents.FindAll(row => row.InstanceId == instance.Id && row.IncidentKey == resolved.IncidentId))
                {
                    incident.ResolvedAt = step.Now;
                    step.Incidents.Remove(incident);
                    step.Log(EventType.IncidentResolved, false, ("element", incident.ElementId));
                }
                break;
        }
    }

    public static void Open(TicketStep step, FlowInstance instance, TaskOpened opened)
    {
        var unit = CodeBook.Codes.Find(step.CodeIds.Units, opened.CandidateUnit);
        var group = CodeBook.Codes.Find(step.CodeIds.Groups, opened.CandidateGroup);
        var person = CodeBook.Codes.Find(step.CodeIds.Agents, opened.Assignee);
        Add(step.OpenTasks, step.Db.HumanTasks, new HumanTask
        {
            Id = step.NewId(),
            TicketId = step.Ticket.Id,
            InstanceId = instance.Id,
            TaskKey = opened.TaskId,
            ElementId = opened.ElementId,
            Name = opened.Name,
            Form = opened.Form,
            // A task for nobody in particular belongs to the one responsible.
            AssigneeId = unit is null ? person ?? step.Ticket.AssigneeId : null,
            GroupId = group,
            UnitId = unit,
            OpenedAt = step.Now,
            DueAt = opened.DueAt,
            Calendar = CodeOf(step, instance, opened.Calendar),
        });
        step.Log(EventType.TaskOpened, false, ("task", opened.Name), ("element", opened.ElementId));
    }

    public static void Close(TicketStep step, FlowInstance instance, TaskClosed closed)
    {
        foreach (var task in step.OpenTasks.FindAll(row => row.InstanceId == instance.Id && row.TaskKey == closed.TaskId))
        {
            task.Status = closed.Reason == TaskCloseReason.Completed ? HumanTaskStatus.Completed : HumanTaskStatus.Cancelled;
            task.EndedAt = step.Now;
            step.OpenTasks.Remove(task);
            var type = task.Status == HumanTaskStatus.Completed ? EventType.TaskCompleted : EventType.TaskCancelled;
            if (step.FilledIn.GetValueOrDefault(task.Id) is { Count: > 0 } filled)
                step.Log(
                    type, false, ("task", task.Name), ("element", task.ElementId), (FilledField.TaskInData, task.Id.ToString("N")),
                    (FilledField.InData, FilledField.Write(filled)));
            else
                step.Log(type, false, ("task", task.Name), ("element", task.ElementId));
        }
    }

    public static void Visit(FlowInstance instance, string element)
    {
        if (!instance.Visited.Split(' ').Contains(element))
            instance.Visited = instance.Visited.Length == 0 ? element : instance.Visited + " " + element;
    }

    /// <summary>Nothing of an ended flow may wait for anything.</summary>
    public static void ReleaseAll(TicketStep step, FlowInstance instance)
    {
        Remove(step.Timers, step.Db.Timers, row => row.InstanceId == instance.Id);
        Remove(step.Subscriptions, step.Db.Subscriptions, row => row.InstanceId == instance.Id);
    }

    private static void Set(TicketStep step, FlowInstance instance, TimerSet set)
    {
        var calendar = CodeOf(step, instance, set.Calendar);
        if (step.Timers.Find(row => row.Kind == TimerKind.Flow && row.InstanceId == instance.Id && row.TimerKey == set.TimerId) is { } known)
        {
            // Whoever put off one that failed knows better than to try it at once again.
            (known.DueAt, known.Calendar) = (known.Failures > 0 && known.DueAt > set.DueAt ? known.DueAt : Moved(known.DueAt, set.DueAt), calendar);
            return;
        }
        Add(step.Timers, step.Db.Timers, new DeskTimer
        {
            Id = step.NewId(),
            Kind = TimerKind.Flow,
            TicketId = step.Ticket.Id,
            InstanceId = instance.Id,
            TimerKey = set.TimerId,
            DueAt = set.DueAt,
            Calendar = calendar,
        });
    }

    // Databases keep microseconds: what is as it was is not written again.
    internal static DateTimeOffset Moved(DateTimeOffset? from, DateTimeOffset to) => from is { } known && (known - to).Duration() < TimeSpan.FromMilliseconds(1) ? known : to;

    private static string? CodeOf(TicketStep step, FlowInstance instance, string? calendar) =>
        calendar is null ? null : FlowCalendars.CodeOf(step, calendar, step.Flows.Variables(instance));

    private static void Await(TicketStep step, FlowInstance instance, string key, string name, string? correlationKey, bool isSignal) =>
        Add(step.Subscriptions, step.Db.Subscriptions, new Subscription
        {
            Id = step.NewId(),
            TicketId = step.Ticket.Id,
            InstanceId = instance.Id,
            SubscriptionKey = key,
            Name = name,
            CorrelationKey = Subscription.Key(correlationKey),
            IsSignal = isSignal,
        });

    private static void Raise(TicketStep step, FlowInstance instance, IncidentRaised raised)
    {
        Add(step.Incidents, step.Db.Incidents, new Incident
        {
            Id = step.NewId(),
            TicketId = step.Ticket.Id,
            InstanceId = instance.Id,
            IncidentKey = raised.IncidentId,
            ElementId = raised.ElementId,
            Error = raised.Error.Length > 4000 ? raised.Error[..4000] : raised.Error,
            RaisedAt = step.Now,
        });
        step.Log(EventType.IncidentRaised, false, ("element", raised.ElementId), ("error", raised.Error));
    }

    private static void Add<T>(List<T> known, DbSet<T> set, T row) where T : class
    {
        known.Add(row);
        set.Add(row);
    }

    private static void Remove<T>(List<T> known, DbSet<T> set, Predicate<T> which) where T : class
    {
        foreach (var row in known.FindAll(which))
        {
            known.Remove(row);
            set.Remove(row);
        }
    }
}
