using Graballo.Desk.Persistence;
using Graballo.Domain.ServiceLevels;
using Graballo.Workflows;

namespace Graballo.Desk.Operations;

/// <summary>Where a flow and its rows disagree.</summary>
/// <param name="Kind">task, timer, message, signal, job, incident, deadline or instance.</param>
/// <param name="Key">The engine's id; that of a clock or instance for the last two.</param>
/// <param name="What">missing: the flow waits and no row says so; extra: a row that nothing waits for; doubled; wrong: both say something else.</param>
internal sealed record Difference(string Kind, string Key, string What, string Element)
{
    public override string ToString() => $"{Kind} {Key} {What}{(Element.Length > 0 ? " (" + Element + ")" : "")}";
}

/// <summary>What a row says of a wait.</summary>
/// <param name="Settled">False when the row may differ in its time for a good reason.</param>
internal sealed record WaitRow(string Kind, string Key, string Element, string? Name, DateTimeOffset? Due, bool Settled);

/// <summary>Compares how flows stand with the rows that people and jobs search. Pure.</summary>
internal static class FlowComparison
{
    private static readonly string[] Kinds = ["task", "timer", "message", "signal", "job", "incident"];

    public static IEnumerable<Difference> Of(FlowInstance instance, FlowState state, IReadOnlyList<WaitRow> rows)
    {
        if (instance.IsActive != (state.Status == FlowStatus.Active))
            yield return new Difference("instance", instance.Id.ToString("N"), "wrong", "");
        var waits = state.Status == FlowStatus.Active ? state.Waits : [];
        foreach (var kind in Kinds)
        {
            var known = rows.Where(row => row.Kind == kind).ToLookup(row => row.Key);
            foreach (var wait in waits.Where(wait => wait.Kind == kind))
            {
                if (known[wait.Id].FirstOrDefault() is not { } row)
                    yield return new Difference(kind, wait.Id, "missing", wait.ElementId);
                else if (!Agree(wait, row))
                    yield return new Difference(kind, wait.Id, "wrong", wait.ElementId);
            }
            foreach (var group in known)
            {
                if (!waits.Any(wait => wait.Kind == kind && wait.Id == group.Key))
                    yield return new Difference(kind, group.Key, "extra", group.First().Element);
                else if (group.Skip(1).Any())
                    yield return new Difference(kind, group.Key, "doubled", group.First().Element);
            }
        }
    }

    /// <summary>Deadlines of the service levels: each running clock has one timer, at its time.</summary>
    public static IEnumerable<Difference> OfClocks(IReadOnlyList<SlaClock> clocks, IReadOnlyList<DeskTimer> timers)
    {
        var known = timers.Where(timer => timer.Kind == TimerKind.Deadline).ToLookup(timer => timer.TimerKey);
        foreach (var clock in clocks)
        {
            var key = clock.Id.ToString("N");
            var due = clock.WatchAt;
            var timer = known[key].FirstOrDefault();
            if (due is not null && timer is null)
                yield return new Difference("deadline", key, "missing", clock.Target.ToString());
            else if (due is null && timer is not null)
                yield return new Difference("deadline", key, "extra", clock.Target.ToString());
            else if (timer is { Failures: 0 } && timer.DueAt != due)
                yield return new Difference("deadline", key, "wrong", clock.Target.ToString());
            if (known[key].Skip(1).Any())
                yield return new Difference("deadline", key, "doubled", clock.Target.ToString());
        }
        foreach (var group in known.Where(group => !clocks.Any(clock => clock.Id.ToString("N") == group.Key)))
            yield return new Difference("deadline", group.Key, "extra", "");
    }

    public static WaitRow Row(HumanTask row) => new WaitRow("task", row.TaskKey, row.ElementId, null, null, true);

    public static WaitRow Row(DeskTimer row) => new WaitRow("timer", row.TimerKey, "", null, row.DueAt, row.Failures == 0);

    public static WaitRow Row(Subscription row) => new WaitRow(row.IsSignal ? "signal" : "message", row.SubscriptionKey, "", row.Name, null, true);

    /// <summary>One that nobody would make or give up any more is at no element.</summary>
    public static WaitRow Row(ServiceCall row) => new WaitRow("job", row.JobKey, row.NextAttemptAt is null ? "-" : row.ElementId, null, null, true);

    public static WaitRow Row(Incident row) => new WaitRow("incident", row.IncidentKey, row.ElementId, null, null, true);

    private static bool Agree(FlowWait wait, WaitRow row) =>
        (row.Element.Length == 0 || row.Element == wait.ElementId)
        && (row.Name is null || row.Name == wait.Name)
        && (row.Due is null || !row.Settled || Near(row.Due.Value, wait.DueAt));

    // Databases keep microseconds.
    private static bool Near(DateTimeOffset row, DateTimeOffset? wait) => wait is { } due && (row - due).Duration() < TimeSpan.FromMilliseconds(1);
}
