using System.ComponentModel.DataAnnotations;

namespace Graballo.Desk;

/// <summary>What an installation decides. Section <c>Desk</c> of the configuration; docs/settings.md explains each.</summary>
public sealed class DeskSettings : IValidatableObject
{
    /// <summary>The address that people reach the desk by; links in mails begin with it.</summary>
    [Required]
    public Uri PublicUrl { get; set; } = new("http://localhost:5080");

    /// <summary>The name of the serving organisation, as mails sign.</summary>
    [Required, StringLength(100)]
    public string OrganisationName { get; set; } = "Cordillera Servicios";

    /// <summary>IANA name of the zone in which the desk tells times.</summary>
    [Required]
    public string TimeZone { get; set; } = "America/Santiago";

    /// <summary>Folder of the attachments, created when missing.</summary>
    [Required]
    public string AttachmentFolder { get; set; } = "data/attachments";

    /// <summary>Folder of the certificate that encrypts the sign-in keys; empty: the folder <c>.keys</c> in <see cref="AttachmentFolder"/>.</summary>
    public string KeyFolder { get; set; } = "";

    /// <summary>Bytes, 1 KB to 1 GB.</summary>
    [Range(1_024, 1_073_741_824)]
    public long LargestAttachment { get; set; } = 20 * 1024 * 1024;

    /// <summary>Files per message, 0 to 100.</summary>
    [Range(0, 100)]
    public int MostAttachments { get; set; } = 10;

    /// <summary>Business time that a back-office unit has when the executive names none.</summary>
    public TimeSpan DefaultOla { get; set; } = TimeSpan.FromHours(9);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new ValidationResult($"'{TimeZone}' is not a time zone of this system.", [nameof(TimeZone)]);
        if (!PublicUrl.IsAbsoluteUri || PublicUrl.Scheme is not ("http" or "https"))
            yield return new ValidationResult("PublicUrl must be a whole address, like https://mesa.empresa.cl.", [nameof(PublicUrl)]);
        if (DefaultOla <= TimeSpan.Zero || DefaultOla > TimeSpan.FromDays(90))
            yield return new ValidationResult("DefaultOla must be between a moment and 90 days.", [nameof(DefaultOla)]);
    }
}
