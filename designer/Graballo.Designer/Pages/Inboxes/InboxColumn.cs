namespace Graballo.Designer.Pages.Inboxes;

/// <summary>Columns of the inbox that a person may leave out.</summary>
public enum InboxColumn
{
    Client,
    Responsible,
    Stage,
    Channel,
}
