using Graballo.Desk.Presence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>Gives a ticket its one responsible.</summary>
internal static class Assigning
{
    /// <summary>The group that answers when nothing else is said.</summary>
    public const string FrontDesk = "mesa";

    /// <summary>Chooses in a group; when nobody can take it the ticket waits there. Returns the responsible one's code.</summary>
    /// <param name="groupCode">Null or unknown: the front desk.</param>
    /// <param name="executive">Code of the executive that the decision names; null: the group's turn.</param>
    /// <param name="strategy">As of <see cref="Assignment.StrategyOf"/>; null: the group's own.</param>
    /// <param name="skill">Members who master it come first; null: all alike.</param>
    public static async Task<Outcome<string>> ToGroup(TicketStep step, string? groupCode, string? executive, string? strategy, string? skill = null)
    {
        var db = step.Db;
        var group = await step.Queries.Group(db, groupCode, step.Ct)
            ?? await db.Groups.SingleOrDefaultAsync(row => row.Code == FrontDesk, step.Ct)
            ?? await db.Groups.OrderBy(row => row.Code).FirstOrDefaultAsync(step.Ct);
        if (group is null)
            return new Refusal("no-group");
        return await InGroup(step, group, new Wish(Assignment.StrategyOf(strategy) ?? group.Strategy, executive, skill), step.LastReasons);
    }

    /// <summary>As <see cref="ToGroup"/>, for a group and a wish that are known.</summary>
    /// <param name="covered">Whose place is to be filled by the designated one; null: the client asks for that one.</param>
    public static async Task<Outcome<string>> InGroup(TicketStep step, Group group, Wish wish, IReadOnlyDictionary<string, string> rules, string? covered = null)
    {
        await TakeTurn(step, group);
        var (asked, standsFor) = await Stand(step, wish);
        var candidates = await Read(step, group, asked);
        var choice = Assignment.Choose(asked, candidates.All);
        while (choice is not null && await IsTaken(step, candidates, choice.Chosen))
        {
            candidates = await Read(step, group, asked);
            var again = Assignment.Choose(asked, candidates.All);
            if (again?.Chosen.AgentId == choice.Chosen.AgentId)
                break;
            choice = again;
        }
        if (choice is null)
            return await Wait(step, group, wish, candidates, rules, covered);
        if (await step.Db.GroupMembers.FindAsync([group.Id, choice.Chosen.AgentId], step.Ct) is { } member)
            member.LastTurn = group.Turns;
        var why = Why(choice, group, wish, rules);
        if (choice.Kind == "client")
            why = why with { Kind = covered is null ? "client" : "cover", For = covered ?? standsFor };
        Give(step, choice.Chosen.AgentId, group.Id, why);
        return choice.Chosen.Code;
    }

    /// <summary>Puts the ticket and its open tasks into a person's hands, and says so in the history.</summary>
    public static void Give(TicketStep step, Guid agentId, Guid groupId, WhyAssigned why)
    {
        var before = step.Ticket.AssigneeId;
        step.Ticket.AssigneeId = agentId;
        step.Ticket.GroupId = groupId;
        step.Ticket.WaitsSince = why.Kind == WhyAssigned.Waiting ? step.Ticket.WaitsSince ?? step.Now : null;
        step.Ticket.Why = WhyJson.Write(why);
        foreach (var task in step.OpenTasks.Where(task => task.UnitId is null && task.AssigneeId == before))
            task.AssigneeId = agentId;
        if (why.Kind == WhyAssigned.Waiting)
            step.Log(EventType.Queued, false, ("name", why.Name), ("group", why.Group));
        else // The client reads who answers now; that a deadline was behind it stays in the house.
            step.Log(EventType.Assigned, true, ("name", why.Name), ("kind", why.Kind == "escalation" ? "manual" : why.Kind));
    }

    private static Task<Candidates> Read(TicketStep step, Group group, Wish wish) =>
        Candidates.Read(step.Db, step.Calendars, step.Now, step.Ticket, group.Id, wish, step.Ct);

    // The row lock makes choosing in one group one after the other, on every node, until the commit.
    private static async Task TakeTurn(TicketStep step, Group group)
    {
        if (!step.Db.HasSingleWriter)
        {
            await step.Db.Groups.Where(row => row.Id == group.Id).ExecuteUpdateAsync(row => row.SetProperty(g => g.Turns, g => g.Turns + 1), step.Ct);
            await step.Db.Entry(group).ReloadAsync(step.Ct);
        }
        else
        {
            group.Turns++;
        }
    }

    // Whoever is in several groups can be chosen by another one at this moment: after the lock on the person, the load must be looked at again.
    private static async Task<bool> IsTaken(TicketStep step, Candidates candidates, Candidate chosen)
    {
        if (step.Db.HasSingleWriter || !candidates.Shared.Contains(chosen.AgentId))
            return false;
        await step.Db.Agents.Where(row => row.Id == chosen.AgentId).ExecuteUpdateAsync(row => row.SetProperty(a => a.Capacity, a => a.Capacity), step.Ct);
        return true;
    }

    // Who asks for an absent executive is served by whoever stands for that one.
    private static async Task<(Wish Wish, string? For)> Stand(TicketStep step, Wish wish)
    {
        if (wish.Designated is null || CodeBook.Codes.Find(step.CodeIds.Agents, wish.Designated) is not { } id
            || !await step.Db.Absences.AnyAsync(row => row.AgentId == id && row.CancelledAt == null && row.From <= step.Now && step.Now < row.Until, step.Ct))
            return (wish, null);
        var standing = await Standings.Read(step.Db, step.Now, step.Ct);
        return standing.InPlaceOf(id) is { } other ? (wish with { Designated = other.Code }, standing.Agents[id].Name) : (wish, null);
    }

    private static WhyAssigned Why(Choice choice, Group group, Wish wish, IReadOnlyDictionary<string, string> rules) => new(
        choice.Kind, choice.Chosen.Name, group.Name, choice.Chosen.Load, choice.Chosen.Capacity, [.. choice.Passed.Take(WhyAssigned.MostNamed)], rules,
        Skill: wish.Skill, SkillFit: choice.SkillFit, Strategy: wish.Strategy.Code(), Designated: wish.Designated,
        More: Math.Max(0, choice.Passed.Count - WhyAssigned.MostNamed));

    // Nobody can take it now: whoever leads the group answers for it until somebody can.
    private static async Task<Outcome<string>> Wait(
        TicketStep step, Group group, Wish wish, Candidates candidates, IReadOnlyDictionary<string, string> rules, string? covered)
    {
        var standing = await Standings.Read(step.Db, step.Now, step.Ct);
        if ((standing.LeaderOf(group) ?? await AnyLeader(step)) is not { } leader)
            return new Refusal("nobody-present", null, group.Name);
        var hindered = Assignment.Hindered(candidates.All);
        Give(step, leader.Id, group.Id, new WhyAssigned(
            WhyAssigned.Waiting, leader.Name, group.Name, 0, 0, [.. hindered.Take(WhyAssigned.MostNamed)], rules, Skill: wish.Skill,
            Strategy: wish.Strategy.Code(), Designated: wish.Designated, For: covered, More: Math.Max(0, hindered.Count - WhyAssigned.MostNamed)));
        return leader.Code;
    }

    private static Task<Agent?> AnyLeader(TicketStep step) => (
        from agent in step.Db.Agents.AsNoTracking()
        join user in step.Db.Users on agent.Id equals user.AgentId
        join given in step.Db.UserRoles on user.Id equals given.UserId
        join role in step.Db.Roles on given.RoleId equals role.Id
        where agent.IsActive && (role.Name == Role.Supervisor || role.Name == Role.Administrator)
        orderby agent.Id
        select agent).FirstOrDefaultAsync(step.Ct);

    /// <summary>Why a decision came out as it did, by language: the annotations (first Spanish, second English) of the rules that carried its result.</summary>
    internal static IReadOnlyDictionary<string, string> ReasonsOf(object? value, object? explanation)
    {
        if (explanation is not IReadOnlyList<DecisionTrace> trace || trace.Count == 0)
            return new Dictionary<string, string>();
        // A rule that matched in a decision whose answer was not taken explains nothing; the skill has the same names as groups have, and a sentence of its own.
        var results = value is FeelContext context ? context.Where(entry => entry.Key != "skill").Select(entry => entry.Value).ToList() : [value];
        var carried = trace.Where(row => ReferenceEquals(row, trace[^1]) || results.Exists(result => result is not null && FeelValue.AreEqual(result, row.Value)));
        var notes = carried.Reverse().SelectMany(row => row.Rules).Select(rule => rule.Annotations).ToList();
        string Join(int column) => string.Join(". ", notes.Where(row => row.Count > column).Select(row => row[column].Value.TrimEnd('.')).Where(text => text.Length > 0).Distinct());
        return new Dictionary<string, string> { ["es"] = Join(0), ["en"] = Join(1) };
    }
}
