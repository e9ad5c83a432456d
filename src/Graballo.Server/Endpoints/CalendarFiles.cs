using System.Text;
using Graballo.Desk.Accounts;
using Graballo.Desk.Calendars;

namespace Graballo.Server.Endpoints;

/// <summary>Business calendars as files that other calendar programs open.</summary>
internal static class CalendarFiles
{
    public static void MapCalendars(this IEndpointRouteBuilder app) =>
        app.MapGet("/calendars/{code}.ics", async (string code, ExportCalendarHandler export, HttpContext context, CancellationToken ct) =>
        {
            var file = await export.Handle(new ExportCalendar(code), DeskClaims.ActorOf(context.User), ct);
            return file.Ok ? Results.File(Encoding.UTF8.GetBytes(file.Value), "text/calendar; charset=utf-8", code + ".ics") : Results.NotFound();
        }).RequireAuthorization().ExcludeFromDescription();
}
