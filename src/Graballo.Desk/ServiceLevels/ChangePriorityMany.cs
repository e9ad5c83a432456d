using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.ServiceLevels;

/// <param name="Numbers">At most <see cref="ReassignManyHandler.Most"/>.</param>
public sealed record ChangePriorityMany(IReadOnlyList<string> Numbers, Priority Priority);

/// <summary>Gives several tickets one priority, each in a transaction of its own, as <see cref="ChangePriority"/> does.</summary>
public sealed class ChangePriorityManyHandler(ChangePriorityHandler one)
{
    public Task<Outcome<ManyDone>> Handle(ChangePriorityMany command, Actor actor, CancellationToken ct) =>
        ReassignManyHandler.Each(command.Numbers, number => one.Handle(new ChangePriority(number, command.Priority), actor, ct));
}
