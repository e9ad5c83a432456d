namespace Graballo.Domain.Organisation;

/// <summary>Who is there and who stands for whom at one moment: absences, delegations, units and people. Pure.</summary>
/// <param name="Agents">Everybody, by id.</param>
/// <param name="Units">All units, by id.</param>
/// <param name="Absences">Those that hold at the moment, by person.</param>
/// <param name="Delegations">Those that hold at the moment, by the person for whom is acted.</param>
public sealed record Standing(
    IReadOnlyDictionary<Guid, Agent> Agents, IReadOnlyDictionary<Guid, Unit> Units, IReadOnlyDictionary<Guid, Absence> Absences,
    IReadOnlyDictionary<Guid, Delegation> Delegations)
{
    /// <summary>True for somebody who works here and is not absent.</summary>
    public bool IsHere(Guid id) => Agents.TryGetValue(id, out var agent) && agent.IsActive && !Absences.ContainsKey(id);

    /// <summary>
    /// The person, or while absent the cover of the absence, or whoever acts by delegation; follows covers of covers. Null when the
    /// chain ends with nobody who is here.
    /// </summary>
    public Agent? InPlaceOf(Guid? person)
    {
        var asked = new HashSet<Guid>();
        for (var id = person; id is { } one && asked.Add(one);)
        {
            if (IsHere(one))
                return Agents[one];
            id = Absences.GetValueOrDefault(one)?.CoverId ?? Delegations.GetValueOrDefault(one)?.ToId;
        }
        return null;
    }

    /// <summary>Who answers for a unit now: its head or whoever stands for the head, else its deputy, else the same of the unit above.</summary>
    /// <param name="unitId">Where to begin.</param>
    /// <param name="highest">Heads of units at this level or nearer to the top only; null: of any.</param>
    public Agent? HeadOf(Guid? unitId, int? highest = null) =>
        From(unitId).Where(unit => highest is null || unit.Level <= highest)
            .Select(unit => InPlaceOf(unit.HeadId) ?? InPlaceOf(unit.DeputyId)).FirstOrDefault(head => head is not null);

    /// <summary>A unit and those above it, the nearest first.</summary>
    public IEnumerable<Unit> From(Guid? unitId)
    {
        var asked = new HashSet<Guid>();
        for (var at = unitId; at is { } id && asked.Add(id) && Units.TryGetValue(id, out var unit); at = unit.ParentId)
            yield return unit;
    }

    /// <summary>
    /// Who leads a group now: its supervisor or a stand-in, else the heads above it. When none of them is here the nearest one named
    /// answers all the same: somebody must.
    /// </summary>
    public Agent? LeaderOf(Group group) =>
        InPlaceOf(group.SupervisorId) ?? HeadOf(group.UnitId) ?? Named(group.SupervisorId) ?? NamedHead(group.UnitId);

    private Agent? Named(Guid? id) => id is { } one && Agents.TryGetValue(one, out var agent) && agent.IsActive ? agent : null;

    private Agent? NamedHead(Guid? unitId) => From(unitId).Select(unit => Named(unit.HeadId) ?? Named(unit.DeputyId)).FirstOrDefault(head => head is not null);
}
