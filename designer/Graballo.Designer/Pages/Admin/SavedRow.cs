namespace Graballo.Designer.Pages.Admin;

/// <summary>What a form kept, so that its list can show it.</summary>
/// <param name="Close">False: the form goes on.</param>
public sealed record SavedRow(Guid Id, string Name, bool Close = true);
