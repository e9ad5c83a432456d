using Graballo.Domain.Organisation;

namespace Graballo.Domain.Tickets;

/// <summary>An executive who might take a ticket, as the chooser sees him or her.</summary>
/// <param name="AgentId">The person.</param>
/// <param name="Code">The short name that decisions use.</param>
/// <param name="Name">For the sentence that explains the choice.</param>
/// <param name="IsAvailable">False while absent.</param>
/// <param name="Load">Open tickets held now.</param>
/// <param name="Capacity">Open tickets that can be held.</param>
/// <param name="Rank">1 is asked first under the priority strategy.</param>
/// <param name="LastTurn">When last chosen, in the group's own count; 0 never.</param>
/// <param name="Skills">Subjects that this person masters, separated by commas.</param>
public sealed record Candidate(
    Guid AgentId, string Code, string Name, bool IsAvailable, int Load, int Capacity, int Rank, long LastTurn, string Skills = "")
{
    public bool HasRoom => Load < Capacity;

    public bool Masters(string skill) =>
        Skills.Split(',', StringSplitOptions.TrimEntries).Contains(skill, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Why a ticket is whose it is. Screens make a sentence of it in the reader's language.</summary>
/// <param name="Kind">client, sequential, priority, overflow, manual.</param>
/// <param name="Name">The chosen person.</param>
/// <param name="Group">The name of the group; null when a person chose.</param>
/// <param name="Load">Open tickets held before this one.</param>
/// <param name="Capacity">Open tickets that can be held.</param>
/// <param name="Passed">Members who were passed over, with the reason: absent or full.</param>
/// <param name="Rules">Reasons of the decision that chose the group, by language.</param>
/// <param name="By">Who assigned by hand; null otherwise.</param>
/// <param name="Reason">The reason given by hand; null otherwise.</param>
/// <param name="Skill">The skill that the decision wished for; null when it made no difference.</param>
/// <param name="SkillFit">As of <see cref="Choice"/>.</param>
public sealed record WhyAssigned(
    string Kind, string Name, string? Group, int Load, int Capacity,
    IReadOnlyList<PassedOver> Passed, IReadOnlyDictionary<string, string> Rules, string? By = null, string? Reason = null,
    string? Skill = null, string? SkillFit = null);

/// <summary>A member who was not asked.</summary>
/// <param name="Name">The person.</param>
/// <param name="Reason">absent or full.</param>
public sealed record PassedOver(string Name, string Reason);

/// <summary>The outcome of choosing one responsible among the members of a group.</summary>
/// <param name="SkillFit">preferred: others were free too, but without the skill; nobody: nobody free has it; null: it made no difference.</param>
public sealed record Choice(Candidate Chosen, string Kind, IReadOnlyList<PassedOver> Passed, string? SkillFit = null);

/// <summary>Chooses exactly one responsible. Pure: the same candidates give the same choice.</summary>
public static class Assignment
{
    /// <summary>
    /// The designated executive when present and with room; else by the group's strategy among those present with room, of whom those
    /// who master the wished skill come first; when everybody is full, the least loaded of those present (somebody must answer for the ticket); null only when the group has
    /// nobody present.
    /// </summary>
    public static Choice? Choose(AssignmentStrategy strategy, IReadOnlyCollection<Candidate> candidates, string? designated = null, string? skill = null)
    {
        var passed = candidates
            .Where(candidate => !candidate.IsAvailable || !candidate.HasRoom)
            .Select(candidate => new PassedOver(candidate.Name, candidate.IsAvailable ? "full" : "absent"))
            .ToList();
        var free = candidates.Where(candidate => candidate is { IsAvailable: true, HasRoom: true }).ToList();
        if (designated is not null && free.Find(candidate => candidate.Code == designated) is { } own)
            return new Choice(own, "client", []);
        if (free.Count > 0)
        {
            var (fitting, fit) = Skilled(free, skill);
            return strategy == AssignmentStrategy.Priority
                ? new Choice(fitting.OrderBy(c => c.Rank).ThenBy(LoadShare).ThenBy(c => c.LastTurn).ThenBy(c => c.AgentId).First(), "priority", passed, fit)
                : new Choice(fitting.OrderBy(c => c.LastTurn).ThenBy(c => c.Rank).ThenBy(c => c.AgentId).First(), "sequential", passed, fit);
        }
        var present = candidates.Where(candidate => candidate.IsAvailable).ToList();
        return present.Count == 0
            ? null
            : new Choice(present.OrderBy(LoadShare).ThenBy(c => c.LastTurn).ThenBy(c => c.AgentId).First(), "overflow", passed);
    }

    private static (List<Candidate> Fitting, string? Fit) Skilled(List<Candidate> free, string? skill)
    {
        if (skill is null)
            return (free, null);
        var skilled = free.FindAll(candidate => candidate.Masters(skill));
        if (skilled.Count == 0)
            return (free, "nobody");
        return (skilled, skilled.Count < free.Count ? "preferred" : null);
    }

    private static double LoadShare(Candidate candidate) =>
        candidate.Capacity <= 0 ? double.MaxValue : (double)candidate.Load / candidate.Capacity;
}
