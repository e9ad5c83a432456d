namespace Graballo.Desk.Tickets;

/// <param name="Numbers">At most <see cref="ReassignManyHandler.Most"/>.</param>
/// <param name="AgentId">As of <see cref="ReassignTicket"/>.</param>
/// <param name="GroupId">As of <see cref="ReassignTicket"/>.</param>
/// <param name="Reason">As of <see cref="ReassignTicket"/>.</param>
public sealed record ReassignMany(IReadOnlyList<string> Numbers, Guid? AgentId, Guid? GroupId, string Reason);

/// <summary>A ticket that was left as it was, and why.</summary>
public sealed record NotDone(string Number, Refusal Why);

/// <param name="Done">Numbers of the tickets that were changed.</param>
/// <param name="Left">Those that were not.</param>
public sealed record ManyDone(IReadOnlyList<string> Done, IReadOnlyList<NotDone> Left);

/// <summary>Reassigns several tickets, each in a transaction of its own: one that cannot be does not hold up the others.</summary>
public sealed class ReassignManyHandler(ReassignTicketHandler one)
{
    public const int Most = 200;

    public async Task<Outcome<ManyDone>> Handle(ReassignMany command, Actor actor, CancellationToken ct) =>
        await Each(command.Numbers, number => one.Handle(new ReassignTicket(number, command.AgentId, command.GroupId, command.Reason), actor, ct));

    internal static async Task<Outcome<ManyDone>> Each(IReadOnlyList<string> numbers, Func<string, Task<Outcome<Done>>> verb)
    {
        if (numbers.Count > Most)
            return new Refusal("too-many", null, Most);
        var (done, left) = (new List<string>(), new List<NotDone>());
        foreach (var number in numbers.Distinct())
        {
            var outcome = await verb(number);
            if (outcome.Ok)
                done.Add(number);
            else
                left.Add(new NotDone(number, outcome.Refusal));
        }
        return new ManyDone(done, left);
    }
}

/// <param name="Numbers">Those that were reassigned a moment ago.</param>
public sealed record UndoReassignMany(IReadOnlyList<string> Numbers);

/// <summary>Takes several reassignments back, each as <see cref="UndoReassign"/> does.</summary>
public sealed class UndoReassignManyHandler(UndoReassignHandler one)
{
    public Task<Outcome<ManyDone>> Handle(UndoReassignMany command, Actor actor, CancellationToken ct) =>
        ReassignManyHandler.Each(command.Numbers, number => one.Handle(new UndoReassign(number), actor, ct));
}
