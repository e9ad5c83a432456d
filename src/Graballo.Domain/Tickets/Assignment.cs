using System.Globalization;
using Graballo.Domain.Organisation;

namespace Graballo.Domain.Tickets;

/// <summary>The outcome of choosing one responsible among the members of a group.</summary>
/// <param name="Kind">As of <see cref="WhyAssigned"/>.</param>
/// <param name="Passed">Everybody else, with the reason.</param>
/// <param name="SkillFit">preferred: others were free too, but without the skill; nobody: nobody free has it; null: it made no difference.</param>
public sealed record Choice(Candidate Chosen, string Kind, IReadOnlyList<PassedOver> Passed, string? SkillFit = null);

/// <summary>What a ticket asks of whoever takes it.</summary>
/// <param name="Strategy">How to choose.</param>
/// <param name="Designated">Code of the executive who is asked for by name; null: nobody.</param>
/// <param name="Skill">Members who master it come first; null: all alike.</param>
public sealed record Wish(AssignmentStrategy Strategy, string? Designated = null, string? Skill = null);

/// <summary>Chooses exactly one responsible. Pure: the same candidates give the same choice.</summary>
public static class Assignment
{
    /// <summary>The spellings that decisions use.</summary>
    public static AssignmentStrategy? StrategyOf(string? code) => code switch
    {
        "sequential" => AssignmentStrategy.Sequential,
        "priority" => AssignmentStrategy.Priority,
        "least-loaded" => AssignmentStrategy.LeastLoaded,
        "best-skill" => AssignmentStrategy.BestSkill,
        "last-served" => AssignmentStrategy.LastServed,
        "manual" => AssignmentStrategy.Manual,
        _ => null,
    };

    public static string Code(this AssignmentStrategy strategy) => strategy switch
    {
        AssignmentStrategy.Priority => "priority",
        AssignmentStrategy.LeastLoaded => "least-loaded",
        AssignmentStrategy.BestSkill => "best-skill",
        AssignmentStrategy.LastServed => "last-served",
        AssignmentStrategy.Manual => "manual",
        _ => "sequential",
    };

    /// <summary>How much an open ticket weighs: an urgent one eight times a low one, and little while it waits for the client.</summary>
    public static int Weight(Priority priority, TicketStatus status) => status switch
    {
        TicketStatus.Closed => 0,
        TicketStatus.WaitingForClient or TicketStatus.Resolved => 1,
        _ => priority switch { Priority.Urgent => 8, Priority.High => 4, Priority.Normal => 2, _ => 1 },
    };

    /// <summary>
    /// The designated executive while nothing hinders; else one of the members by the strategy, those who master the wished skill
    /// first. Null when nobody can take it, or nobody is to be chosen: then the ticket waits in the group. Nobody absent, off shift or
    /// full is ever chosen.
    /// </summary>
    public static Choice? Choose(Wish wish, IReadOnlyCollection<Candidate> candidates)
    {
        if (wish.Designated is { } code && candidates.FirstOrDefault(candidate => candidate.Code == code) is { Hindrance: null } own)
            return new Choice(own, "client", []);
        var free = candidates.Where(candidate => candidate.IsMember && candidate.Hindrance is null).ToList();
        if (free.Count == 0 || wish.Strategy == AssignmentStrategy.Manual)
            return null;
        var (fitting, fit) = Skilled(free, wish.Skill);
        var (kind, reason) = Kind(wish, fitting);
        var chosen = Order(kind, wish, fitting).First();
        var passed = candidates.Where(candidate => candidate != chosen)
            .Select(other => new PassedOver(other.Name, other.Hindrance ?? (fitting.Contains(other) ? reason : "unskilled"), Figure(other, kind, wish)))
            .OrderBy(other => other.Reason == reason);
        return new Choice(chosen, kind.Code(), [.. passed], fit);
    }

    /// <summary>Why nobody was chosen: every member with what hinders.</summary>
    public static IReadOnlyList<PassedOver> Hindered(IEnumerable<Candidate> candidates) =>
        [.. candidates.Select(candidate => new PassedOver(candidate.Name, candidate.Hindrance ?? "manual", Figure(candidate, AssignmentStrategy.Manual, null)))];

    // A strategy that has nothing to go by gives way: best skill without a skill, last served where nobody has.
    private static (AssignmentStrategy Kind, string Reason) Kind(Wish wish, List<Candidate> fitting) => wish.Strategy switch
    {
        AssignmentStrategy.Priority => (AssignmentStrategy.Priority, "lower-rank"),
        AssignmentStrategy.BestSkill when wish.Skill is not null => (AssignmentStrategy.BestSkill, "less-skill"),
        AssignmentStrategy.LastServed when fitting.Exists(candidate => candidate.LastServed is not null) => (AssignmentStrategy.LastServed, "served-before"),
        AssignmentStrategy.LeastLoaded or AssignmentStrategy.BestSkill => (AssignmentStrategy.LeastLoaded, "more-work"),
        _ => (AssignmentStrategy.Sequential, "later-turn"),
    };

    private static IOrderedEnumerable<Candidate> Order(AssignmentStrategy kind, Wish wish, List<Candidate> fitting) => kind switch
    {
        AssignmentStrategy.Priority => fitting.OrderBy(c => c.Rank).ThenBy(LoadShare).ThenBy(c => c.LastTurn).ThenBy(c => c.AgentId),
        AssignmentStrategy.LeastLoaded => fitting.OrderBy(WorkShare).ThenBy(c => c.LastTurn).ThenBy(c => c.AgentId),
        AssignmentStrategy.BestSkill => fitting.OrderByDescending(c => c.LevelOf(wish.Skill)).ThenBy(WorkShare).ThenBy(c => c.LastTurn).ThenBy(c => c.AgentId),
        AssignmentStrategy.LastServed => fitting.OrderByDescending(c => c.LastServed ?? DateTimeOffset.MinValue).ThenBy(c => c.LastTurn).ThenBy(c => c.AgentId),
        _ => fitting.OrderBy(c => c.LastTurn).ThenBy(c => c.Rank).ThenBy(c => c.AgentId),
    };

    private static (List<Candidate> Fitting, string? Fit) Skilled(List<Candidate> free, string? skill)
    {
        if (skill is null)
            return (free, null);
        var skilled = free.FindAll(candidate => candidate.LevelOf(skill) > 0);
        if (skilled.Count == 0)
            return (free, "nobody");
        return (skilled, skilled.Count < free.Count ? "preferred" : null);
    }

    private static string? Figure(Candidate candidate, AssignmentStrategy kind, Wish? wish) => (candidate.Hindrance, kind) switch
    {
        ("full", _) => string.Create(CultureInfo.InvariantCulture, $"{candidate.Load}/{candidate.Capacity}"),
        ("channel-full", _) => string.Create(CultureInfo.InvariantCulture, $"{candidate.ChannelLoad}/{candidate.ChannelCapacity}"),
        (null, AssignmentStrategy.LeastLoaded) => candidate.Work.ToString(CultureInfo.InvariantCulture),
        (null, AssignmentStrategy.BestSkill) => candidate.LevelOf(wish?.Skill).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static double LoadShare(Candidate candidate) => (double)candidate.Load / candidate.Capacity;

    // Somebody with half the capacity is as loaded by half the work.
    private static double WorkShare(Candidate candidate) => (double)candidate.Work / candidate.Capacity;
}
