using Graballo.Desk.Runtime;
using Graballo.Domain.Calendars;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Calendars;

/// <summary>The calendar that a flow names.</summary>
internal static class FlowCalendars
{
    /// <param name="step">On the ticket of the flow.</param>
    /// <param name="name">A code, or a word that says whose calendar: <see cref="CalendarSet.Reserved"/>.</param>
    /// <param name="variables">Of the flow.</param>
    public static BusinessCalendar Of(TicketStep step, string name, FeelContext variables) => step.Calendars[CodeOf(step, name, variables)];

    /// <summary>The code of that calendar; of the standard one when there is none with that name.</summary>
    public static string CodeOf(TicketStep step, string name, FeelContext variables) => step.Calendars.Known(name switch
    {
        CalendarSet.OfUnit when (variables["handoff"] as FeelContext)?["unit"] is string unit && CodeBook.Codes.Find(step.CodeIds.Units, unit) is { } id => step.Calendars.InUnit(id),
        CalendarSet.OfTicket or CalendarSet.OfUnit => step.Clocks.Calendar,
        _ => name,
    });
}
