using Bunit;
using Graballo.Designer.Components.Stages;
using Graballo.Desk.Monitor;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;

namespace Graballo.Designer.Tests;

public sealed class StageTests : Screening
{
    private static readonly StageView[] Visits =
    [
        new(Stage.Contact, Noon.AddHours(-5), Noon.AddHours(-4)),
        new(Stage.Communication, Noon.AddHours(-4), null),
    ];

    [Fact]
    public void The_ribbon_has_six_segments_and_says_how_each_stands()
    {
        var ribbon = Render<StageRibbon>(with => with.Add(it => it.Current, Stage.Communication).Add(it => it.Visits, Visits));
        ribbon.FindAll("li").Select(segment => segment.GetAttribute("data-state"))
            .Should().Equal("done", "skipped", "current", "ahead", "ahead", "ahead");
        ribbon.Find("[aria-current=step]").TextContent.Should().Contain("Comunicación").And.Contain("4 h");
    }

    [Fact]
    public void A_closed_ticket_breathes_no_more()
    {
        var ribbon = Render<StageRibbon>(with => with.Add(it => it.Current, Stage.Satisfaction).Add(it => it.Closed, true));
        ribbon.FindAll("[data-state=done]").Should().HaveCount(6);
        ribbon.FindAll("[aria-current]").Should().BeEmpty();
    }

    [Fact]
    public void The_notches_have_a_sentence_for_those_who_do_not_see_them()
    {
        var notch = Render<StageRibbon>(with => with.Add(it => it.Size, RibbonSize.Notch).Add(it => it.Current, Stage.Transaction));
        notch.Find("[role=img]").GetAttribute("aria-label").Should().Be("Está en Transacción, momento 4 de 6");
        notch.FindAll("i").Should().HaveCount(6);
    }

    [Fact]
    public void A_stage_that_was_visited_twice_adds_its_times()
    {
        StageView[] visits = [.. Visits, new(Stage.Contact, Noon.AddHours(-3), Noon.AddHours(-2))];
        var pass = StagePass.From(visits, Stage.Communication, closed: false, Noon)[0];
        (pass.Took, pass.Visits).Should().Be((TimeSpan.FromHours(2), 2));
    }

    [Fact]
    public void Each_level_of_the_pyramid_opens_its_list()
    {
        var levels = Enum.GetValues<Stage>().Select(stage => new BoardStage(stage, 3, 1, stage == Stage.Service ? 2 : 0, null, null, Noon.AddDays(-2), 1, 1)).ToList();
        var pyramid = Render<StagePyramid>(with => with.Add(it => it.Levels, levels));
        var links = pyramid.FindAll("a");
        links.Should().HaveCount(6);
        links[0].GetAttribute("href").Should().Be("/console/inbox?tab=all&stage=satisfaction");
        pyramid.FindAll(".badge.red").Should().ContainSingle().Which.TextContent.Should().Contain("2 atrasados");
    }
}
