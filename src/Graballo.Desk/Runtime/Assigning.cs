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

    /// <summary>Chooses in a group; returns the chosen one's code.</summary>
    /// <param name="groupCode">Null or unknown: the front desk.</param>
    /// <param name="executive">Code of the executive that the decision names; null: the group's turn.</param>
    /// <param name="strategy">sequential or priority; null: the group's own.</param>
    /// <param name="skill">Members who master it come first; null: all alike.</param>
    public static async Task<Outcome<string>> ToGroup(TicketStep step, string? groupCode, string? executive, string? strategy, string? skill = null)
    {
        var db = step.Db;
        var group = await step.Queries.Group(db, groupCode, step.Ct)
            ?? await db.Groups.SingleOrDefaultAsync(row => row.Code == FrontDesk, step.Ct)
            ?? await db.Groups.OrderBy(row => row.Code).FirstOrDefaultAsync(step.Ct);
        if (group is null)
            return new Refusal("no-group");
        await TakeTurn(step, group);
        var (members, candidates) = await Candidates(step, group, executive);
        var how = strategy switch { "priority" => AssignmentStrategy.Priority, "sequential" => AssignmentStrategy.Sequential, _ => group.Strategy };
        var choice = Assignment.Choose(how, candidates, executive, skill) ?? await Stand(step, group);
        if (choice is null)
            return new Refusal("nobody-present", null, group.Name);
        if (members.Find(row => row.AgentId == choice.Chosen.AgentId) is { } member)
            member.LastTurn = group.Turns;
        Give(step, choice.Chosen.AgentId, group.Id, new WhyAssigned(
            choice.Kind, choice.Chosen.Name, group.Name, choice.Chosen.Load, choice.Chosen.Capacity, choice.Passed, step.LastReasons,
            Skill: choice.SkillFit is null ? null : skill, SkillFit: choice.SkillFit));
        return choice.Chosen.Code;
    }

    /// <summary>Puts the ticket and its open tasks into a person's hands, and says so in the history.</summary>
    public static void Give(TicketStep step, Guid agentId, Guid groupId, WhyAssigned why)
    {
        var before = step.Ticket.AssigneeId;
        step.Ticket.AssigneeId = agentId;
        step.Ticket.GroupId = groupId;
        step.Ticket.Why = WhyJson.Write(why);
        foreach (var task in step.OpenTasks.Where(task => task.UnitId is null && task.AssigneeId == before))
            task.AssigneeId = agentId;
        // The client reads who answers now; that a deadline was behind it stays in the house.
        step.Log(EventType.Assigned, true, ("name", why.Name), ("kind", why.Kind == "escalation" ? "manual" : why.Kind));
    }

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

    private static async Task<(List<GroupMember> Members, List<Candidate> Candidates)> Candidates(TicketStep step, Group group, string? executive)
    {
        var members = await step.Queries.Members(step.Db, group.Id).ToListAsync(step.Ct);
        var agents = await step.Queries.Candidates(step.Db, group.Id, executive).ToListAsync(step.Ct);
        return (members, agents.ConvertAll(agent =>
        {
            var member = members.Find(row => row.AgentId == agent.Id);
            // A designated executive from outside the group is only for the one who asked by name.
            return new Candidate(
                agent.Id, agent.Code, agent.Name, agent.IsAvailable, agent.Load, agent.Capacity, member?.Rank ?? int.MaxValue, member?.LastTurn ?? long.MaxValue,
                member is null ? "" : agent.Skills);
        }));
    }

    // Nobody of the group is present: its supervisor answers for the ticket, else the head of its unit or of a unit above.
    private static async Task<Choice?> Stand(TicketStep step, Group group)
    {
        var leader = group.SupervisorId;
        for (var unitId = (Guid?)group.UnitId; leader is null && unitId is not null;)
        {
            var unit = await step.Db.Units.AsNoTracking().SingleAsync(row => row.Id == unitId, step.Ct);
            (leader, unitId) = (unit.HeadId, unit.ParentId);
        }
        var agent = leader is null ? null : await step.Db.Agents.AsNoTracking().SingleOrDefaultAsync(row => row.Id == leader, step.Ct);
        return agent is null ? null : new Choice(new Candidate(agent.Id, agent.Code, agent.Name, agent.IsAvailable, 0, agent.Capacity, 1, 0), "stand-in", []);
    }

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
