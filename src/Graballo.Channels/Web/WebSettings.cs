using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Graballo.Channels.Web;

/// <summary>How flows call external systems. Section <c>Web</c> of the configuration.</summary>
public sealed class WebSettings : IValidatableObject
{
    private const int ShortestSecret = 32;

    /// <summary>Signs what is posted; empty: nothing is posted.</summary>
    public string SigningSecret { get; set; } = "";

    /// <summary>Hosts inside the network that may be called all the same, as <c>name</c> or <c>name:port</c>; these may speak plain http.</summary>
    public IReadOnlyList<string> InsideHosts { get; set; } = [];

    /// <summary>PEM file of a certificate authority of the house, trusted besides the system's.</summary>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>Bytes of an answer, 1 KB to 4 MB.</summary>
    [Range(1_024, 4_194_304)]
    public int LargestAnswer { get; set; } = 256 * 1024;

    /// <summary>Credentials by the name that flows use.</summary>
    public Dictionary<string, WebCredential> Credentials { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningSecret.Length is > 0 and < ShortestSecret)
            yield return new ValidationResult($"SigningSecret needs at least {ShortestSecret} characters.", [nameof(SigningSecret)]);
        if (CertificateAuthority.Length > 0 && !CanRead(CertificateAuthority))
            yield return new ValidationResult($"'{CertificateAuthority}' is not a PEM file with certificates.", [nameof(CertificateAuthority)]);
        foreach (var host in InsideHosts.Where(host => !IsHost(host)))
            yield return new ValidationResult($"'{host}' is no host: write name or name:port, without http:// and without a path.", [nameof(InsideHosts)]);
        foreach (var (name, credential) in Credentials)
        {
            if (credential.Host.Length == 0 || credential.Authorization.Length == 0 || credential.Authorization.Any(char.IsControl))
                yield return new ValidationResult($"The credential '{name}' needs a Host and an Authorization of one line.", [nameof(Credentials)]);
        }
    }

    private static bool IsHost(string host) =>
        Uri.TryCreate("https://" + host, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.PathAndQuery == "/" && !host.EndsWith('/') && url.Fragment.Length == 0;

    private static bool CanRead(string file)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found.Count > 0;
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>What a flow may show to one host without knowing it.</summary>
public sealed class WebCredential
{
    /// <summary>The only host that it is sent to.</summary>
    public string Host { get; set; } = "";

    /// <summary>Value of the header <c>Authorization</c>, for example <c>Bearer …</c>.</summary>
    public string Authorization { get; set; } = "";
}
