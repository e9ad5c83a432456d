namespace Graballo.Domain.Organisation;

/// <summary>Moves in the tree of units. Pure.</summary>
public static class UnitTree
{
    /// <summary>The new level of every unit that a move changes; null when the move makes a circle, a second top or a fifth level.</summary>
    /// <param name="units">All of them.</param>
    /// <param name="id">The one to move, with everything under it.</param>
    /// <param name="under">Its new parent.</param>
    public static IReadOnlyDictionary<Guid, int>? Move(IReadOnlyCollection<Unit> units, Guid id, Guid under)
    {
        var byId = units.ToDictionary(unit => unit.Id);
        if (!byId.TryGetValue(id, out var moved) || !byId.TryGetValue(under, out var parent) || moved.ParentId is null)
            return null;
        var children = units.ToLookup(unit => unit.ParentId);
        var levels = new Dictionary<Guid, int>();
        var next = new Queue<(Unit Unit, int Level)>([(moved, parent.Level + 1)]);
        while (next.TryDequeue(out var at))
        {
            if (at.Unit.Id == under || at.Level > Unit.DeepestLevel || !levels.TryAdd(at.Unit.Id, at.Level))
                return null;
            foreach (var child in children[at.Unit.Id])
                next.Enqueue((child, at.Level + 1));
        }
        return levels;
    }
}
