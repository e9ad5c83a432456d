using System.Security.Claims;
using Graballo.Domain.Organisation;

namespace Graballo.Designer.Layout;

/// <summary>A page of the console in its navigation.</summary>
/// <param name="Key">Keys that lead to it.</param>
/// <param name="Roles">Whoever has one of them sees it.</param>
public sealed record Place(string Href, string Text, string Icon, string Key, params string[] Roles);

/// <summary>The pages of the console, by role.</summary>
public static class Places
{
    public static readonly IReadOnlyList<Place> All =
    [
        new("/console/inbox", "Nav.Inbox", "inbox", "g i", Role.Executive, Role.Supervisor, Role.Manager, Role.Administrator),
        new("/console/reception", "Nav.Reception", "headset", "g r", Role.Executive, Role.Supervisor, Role.Administrator),
        new("/console/back-office", "Nav.BackOffice", "layers", "g o", Role.BackOffice, Role.Supervisor, Role.Manager, Role.Administrator),
        new("/console/board", "Nav.Board", "chart-column", "g t", Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner),
        new("/console/absences", "Nav.Absences", "calendar-off", "g u", Role.Executive, Role.Supervisor, Role.Manager, Role.Administrator, Role.BackOffice, Role.ProcessOwner),
        new("/console/workload", "Nav.Workload", "gauge", "g w", Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner),
        new("/console/what-if", "Nav.WhatIf", "flask-conical", "g q", Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner),
        new("/console/templates", "Nav.Templates", "message-square-text", "g p", Role.Supervisor, Role.Administrator),
        new("/console/flows", "Nav.Flows", "route", "g f", Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner),
        new("/console/design", "Nav.Design", "workflow", "g d", Role.Supervisor, Role.Manager, Role.ProcessOwner, Role.Administrator),
        new("/console/calendars", "Nav.Calendars", "calendar-clock", "g c", Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner),
        new("/console/admin", "Nav.Admin", "settings", "g a", Role.Administrator),
    ];

    /// <summary>Where a person begins: what the widest of its roles looks at first; null when no page is for it.</summary>
    public static string? Home(ClaimsPrincipal person)
    {
        var (_, href) = Homes.FirstOrDefault(home => person.IsInRole(home.Role));
        return href;
    }

    private static readonly (string Role, string Href)[] Homes =
    [
        (Role.Administrator, "/console/admin"), (Role.ProcessOwner, "/console/design"), (Role.Manager, "/console/board"),
        (Role.Supervisor, "/console/inbox"), (Role.Executive, "/console/inbox"), (Role.BackOffice, "/console/back-office"),
    ];

    public static IReadOnlyList<Place> For(ClaimsPrincipal person) =>
        [.. All.Where(place => place.Roles.Any(person.IsInRole))];
}
