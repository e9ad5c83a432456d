using CsCheck;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;

namespace Graballo.Domain.Tests;

public sealed class AssignmentTests
{
    private static readonly Gen<Candidate> Anybody =
        from presence in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool)
        from load in Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12], Gen.Int[0, 60])
        from turn in Gen.Select(Gen.Int[1, 5], Gen.Long[0, 100])
        from skill in Pick("", "soporte", "soporte 1", "despacho 5, soporte 5", "facturacion")
        from channel in Gen.Select(Gen.Int[0, 3], Gen.Int[-1, 3])
        from served in Gen.Int[0, 4]
        select One(0) with
        {
            IsAvailable = presence.Item1,
            IsAbsent = presence.Item2,
            IsOffShift = presence.Item3,
            Load = load.Item1,
            Capacity = load.Item2,
            Work = load.Item3,
            Rank = turn.Item1,
            LastTurn = turn.Item2,
            Skills = skill,
            ChannelLoad = channel.Item1,
            ChannelCapacity = channel.Item2 < 0 ? null : channel.Item2,
            LastServed = served == 0 ? null : new DateTimeOffset(2026, 1, served, 0, 0, 0, TimeSpan.Zero),
        };

    private static readonly Gen<List<Candidate>> Members =
        Anybody.Array[1, 12].Select(rows => rows.Select((row, i) => row with { AgentId = One(i).AgentId, Code = One(i).Code, Name = One(i).Name }).ToList());

    private static readonly Gen<Wish> Wishes = Gen.Select(
        Gen.Enum<AssignmentStrategy>(), Pick<string?>(null, "agent-1", "agent-77"), Pick<string?>(null, "soporte", "despacho"),
        (strategy, designated, skill) => new Wish(strategy, designated, skill));

    [Fact]
    public void Round_robin_differs_by_at_most_one()
    {
        var members = Enumerable.Range(0, 10).Select(i => One(i) with { Capacity = 2_000 }).ToList();
        var given = new int[10];
        for (var turn = 1; turn <= 10_003; turn++)
        {
            var chosen = Choose(AssignmentStrategy.Sequential, members)!.Chosen;
            var at = members.IndexOf(chosen);
            given[at]++;
            members[at] = chosen with { LastTurn = turn, Load = chosen.Load + 1 };
        }
        (given.Max() - given.Min()).Should().Be(1);
    }

    [Fact]
    public void Nobody_hindered_is_ever_chosen_and_a_ticket_waits_only_when_all_are() => Gen.Select(Members, Wishes).Sample((members, wish) =>
    {
        var choice = Assignment.Choose(wish, members);
        var free = members.Where(member => member.Hindrance is null).ToList();
        var named = free.Exists(member => member.Code == wish.Designated);
        return choice is null
            ? !named && (free.Count == 0 || wish.Strategy == AssignmentStrategy.Manual)
            : choice.Chosen.Hindrance is null && choice.Chosen.Load < choice.Chosen.Capacity && (!named || choice.Chosen.Code == wish.Designated);
    });

    [Fact]
    public void Everybody_else_is_named_with_a_reason() => Gen.Select(Members, Wishes).Sample((members, wish) =>
        Assignment.Choose(wish, members) is not { } choice || choice.Kind == "client"
        || (choice.Passed.Count == members.Count - 1
            && members.All(member => member == choice.Chosen || choice.Passed.Single(other => other.Name == member.Name).Reason == (member.Hindrance ?? Reason(choice, member, members, wish)))));

    [Fact]
    public void The_order_of_the_candidates_makes_no_difference() => Gen.Select(Members, Wishes).Sample((members, wish) =>
        Assignment.Choose(wish, members)?.Chosen == Assignment.Choose(wish, [.. Enumerable.Reverse(members)])?.Chosen);

    [Fact]
    public void Each_strategy_chooses_the_best_by_its_own_measure() => Gen.Select(Members, Wishes).Sample((members, wish) =>
    {
        if (Assignment.Choose(wish with { Designated = null }, members) is not { Chosen: var chosen } choice)
            return true;
        var skilled = members.Where(member => member.Hindrance is null && member.LevelOf(wish.Skill) > 0).ToList();
        var rivals = skilled.Count > 0 ? skilled : members.Where(member => member.Hindrance is null).ToList();
        return rivals.Contains(chosen) && choice.Kind switch
        {
            "priority" => rivals.Min(rival => rival.Rank) == chosen.Rank,
            "least-loaded" => rivals.Min(rival => (double)rival.Work / rival.Capacity) >= (double)chosen.Work / chosen.Capacity,
            "best-skill" => rivals.Max(rival => rival.LevelOf(wish.Skill)) == chosen.LevelOf(wish.Skill),
            "last-served" => rivals.Max(rival => rival.LastServed) == chosen.LastServed,
            _ => rivals.Min(rival => rival.LastTurn) == chosen.LastTurn,
        };
    });

    [Fact]
    public void People_who_join_and_leave_upset_nobody_s_turn() => Gen.Int[0, 9].Array[400].Sample(changes =>
    {
        var members = Enumerable.Range(0, 10).Select(i => One(i) with { Capacity = 2_000 }).ToList();
        var lately = new Dictionary<Guid, int>();
        for (var turn = 1; turn <= changes.Length; turn++)
        {
            // Now and then somebody goes away or comes back; nobody is served twice before everybody present was served once.
            if (changes[turn - 1] == 0)
            {
                members[turn % 10] = members[turn % 10] with { IsAbsent = !members[turn % 10].IsAbsent };
                lately.Clear();
            }
            if (Choose(AssignmentStrategy.Sequential, members) is not { Chosen: var chosen })
                continue;
            lately[chosen.AgentId] = lately.GetValueOrDefault(chosen.AgentId) + 1;
            members[members.IndexOf(chosen)] = chosen with { LastTurn = turn };
            var present = members.Where(member => !member.IsAbsent).Select(member => lately.GetValueOrDefault(member.AgentId)).ToList();
            if (present.Max() - present.Min() > 1)
                return false;
        }
        return true;
    });

    [Fact]
    public void The_designated_executive_comes_first_while_there_is_room()
    {
        var own = One(3) with { LastTurn = 99 };
        var wish = new Wish(AssignmentStrategy.Sequential, "agent-3");
        Assignment.Choose(wish, [One(1), own])!.Should().Match<Choice>(choice => choice.Kind == "client" && choice.Chosen == own);
        Assignment.Choose(wish, [One(1), own with { Load = 20 }])!.Chosen.Should().Be(One(1));
        var stranger = own with { Rank = Candidate.Outside };
        Assignment.Choose(wish, [One(1), stranger])!.Chosen.Should().Be(stranger);
        Assignment.Choose(new Wish(AssignmentStrategy.Sequential), [stranger]).Should().BeNull("who is no member is only for who asks by name");
    }

    [Fact]
    public void Those_passed_over_are_named_with_the_figure_behind()
    {
        var choice = Choose(AssignmentStrategy.Priority, [One(1) with { IsAvailable = false }, One(2) with { Load = 20 }, One(3) with { Rank = 8 }, One(4) with { Rank = 9 }])!;
        choice.Chosen.Code.Should().Be("agent-3");
        choice.Passed.Should().Equal(new PassedOver("Agent 1", "away"), new PassedOver("Agent 2", "full", "20/20"), new PassedOver("Agent 4", "lower-rank"));
        Assignment.Hindered([One(1) with { IsAbsent = true }, One(2) with { ChannelLoad = 2, ChannelCapacity = 2 }, One(3) with { IsOffShift = true }])
            .Should().Equal(new PassedOver("Agent 1", "absent"), new PassedOver("Agent 2", "channel-full", "2/2"), new PassedOver("Agent 3", "off-shift"));
    }

    [Theory]
    [InlineData(AssignmentStrategy.Sequential)]
    [InlineData(AssignmentStrategy.Priority)]
    [InlineData(AssignmentStrategy.LeastLoaded)]
    public void Whoever_masters_the_skill_comes_first_while_there_is_room(AssignmentStrategy strategy)
    {
        var skilled = One(2) with { Skills = "despacho, Soporte 2", LastTurn = 9, Rank = 9, Work = 9 };
        Choose(strategy, [One(1), skilled], "soporte")!.Should().Match<Choice>(choice => choice.Chosen == skilled && choice.SkillFit == "preferred");
        Choose(strategy, [One(1), skilled with { Load = 20 }], "soporte")!.Should().Match<Choice>(choice => choice.Chosen == One(1) && choice.SkillFit == "nobody");
        Choose(strategy, [One(1), skilled], "port")!.Should().Match<Choice>(choice => choice.Chosen == One(1) && choice.SkillFit == "nobody");
        Choose(strategy, [skilled], "despacho")!.SkillFit.Should().BeNull();
        Choose(strategy, [One(1), skilled])!.Should().Match<Choice>(choice => choice.Chosen == One(1) && choice.SkillFit == null);
    }

    [Fact]
    public void A_strategy_with_nothing_to_go_by_gives_way()
    {
        Choose(AssignmentStrategy.BestSkill, [One(1) with { Work = 4 }, One(2)])!.Should().Match<Choice>(choice => choice.Chosen == One(2) && choice.Kind == "least-loaded");
        Choose(AssignmentStrategy.LastServed, [One(1) with { LastTurn = 4 }, One(2)])!.Should().Match<Choice>(choice => choice.Chosen == One(2) && choice.Kind == "sequential");
        Choose(AssignmentStrategy.Manual, [One(1)]).Should().BeNull();
    }

    [Fact]
    public void An_urgent_ticket_weighs_as_much_as_eight_low_ones_and_one_that_waits_for_the_client_little()
    {
        Assignment.Weight(Priority.Urgent, TicketStatus.New).Should().Be(8 * Assignment.Weight(Priority.Low, TicketStatus.InProgress));
        Assignment.Weight(Priority.Urgent, TicketStatus.WaitingForClient).Should().Be(1);
        Enum.GetValues<AssignmentStrategy>().Should().OnlyContain(strategy => Assignment.StrategyOf(strategy.Code()) == strategy);
    }

    private static Gen<T> Pick<T>(params T[] from) => Gen.Int[0, from.Length - 1].Select(i => from[i]);

    private static string Reason(Choice choice, Candidate member, List<Candidate> all, Wish wish) =>
        wish.Skill is not null && member.LevelOf(wish.Skill) == 0 && all.Exists(other => other.Hindrance is null && other.LevelOf(wish.Skill) > 0)
            ? "unskilled"
            : choice.Kind switch
            {
                "priority" => "lower-rank",
                "least-loaded" => "more-work",
                "best-skill" => "less-skill",
                "last-served" => "served-before",
                _ => "later-turn",
            };

    private static Choice? Choose(AssignmentStrategy strategy, List<Candidate> members, string? skill = null) => Assignment.Choose(new Wish(strategy, null, skill), members);

    private static Candidate One(int i) => new(new Guid(i, 0, 0, new byte[8]), "agent-" + i, "Agent " + i, true, 0, 20, 1, 0);
}
