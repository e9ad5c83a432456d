using Bunit;
using Graballo.Designer.Components;
using Graballo.Designer.Pages.Calendars;
using Graballo.Domain.Calendars;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Designer.Tests;

/// <summary>A calendar while somebody edits it.</summary>
public sealed class CalendarEditingTests : Screening
{
    [Theory]
    [InlineData("Mon 22:00-06:00")]
    [InlineData("Mon 22:00-00:00\nTue 00:00-06:00")]
    public void A_night_of_Monday_is_the_night_of_each_working_day(string monday)
    {
        var draft = new CalendarDraft(null);
        draft.SetWeek(CalendarText.ReadWeek(monday));
        var editor = Render<WeekEditor>(with => with.Add(it => it.Draft, draft).Add(it => it.May, true));
        editor.Find(".week-spans .day .row button:nth-child(2)").Click();
        CalendarText.Write(draft.Week).Should().Be("Mon 22:00-06:00\nTue 22:00-06:00\nWed 22:00-06:00\nThu 22:00-06:00\nFri 22:00-06:00");
        Render<WeekEditor>(with => with.Add(it => it.Draft, draft)).Find("header .muted").TextContent.Should().StartWith("40 h");
    }

    [Fact]
    public void An_hour_pressed_in_the_grid_leaves_nights_as_they_were_written()
    {
        var draft = new CalendarDraft(null);
        draft.SetWeek(CalendarText.ReadWeek("Mon 22:00-06:00\nWed 22:00-06:00"));
        var editor = Render<WeekEditor>(with => with.Add(it => it.Draft, draft).Add(it => it.May, true));
        editor.Find(".week-grid .line:nth-child(7) button:nth-of-type(10)").Click();
        CalendarText.Write(draft.Week).Split('\n').Should().Contain(["Mon 22:00-06:00", "Wed 22:00-06:00"]);
    }

    [Fact]
    public void A_new_calendar_can_be_saved_as_it_is_and_left_without_a_question()
    {
        var draft = new CalendarDraft(null);
        (draft.IsChanged, draft.IsTouched).Should().Be((true, false));
        draft.Name = "Turno noche";
        draft.IsTouched.Should().BeTrue();
    }

    [Theory]
    [InlineData(true, "Leave.Stay", "")]
    [InlineData(true, "Leave.Go", "console/absences")]
    [InlineData(false, null, "console/absences")]
    public void Whoever_leaves_with_changes_is_asked_first(bool dirty, string? answer, string where)
    {
        var dialog = Render<LeaveDialog>(with => with.Add(it => it.Dirty, dirty));
        var navigation = Services.GetRequiredService<NavigationManager>();
        dialog.InvokeAsync(() => navigation.NavigateTo("console/absences"));
        dialog.FindAll("footer button").Should().HaveCount(answer is null ? 0 : 2);
        if (answer is not null)
        {
            navigation.ToBaseRelativePath(navigation.Uri).Should().Be("", "nobody has answered yet");
            dialog.FindAll("footer button").Single(button => button.TextContent == Texts[answer]).Click();
        }
        navigation.ToBaseRelativePath(navigation.Uri).Should().Be(where);
    }
}
