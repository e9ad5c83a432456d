using Graballo.Desk.Attachments;
using Microsoft.AspNetCore.Components.Forms;

namespace Graballo.Designer.Browsing;

/// <summary>Files of a form as the desk takes them. The desk refuses what is too large or of a kind it does not keep.</summary>
public static class Uploads
{
    public static IReadOnlyList<Upload> Of(IEnumerable<IBrowserFile>? files) =>
        [.. (files ?? []).Where(file => file.Size > 0 || file.Name.Length > 0).Select(file => new Upload(file.Name, () => file.OpenReadStream(long.MaxValue)))];
}
