using Graballo.Domain.Organisation;

namespace Graballo.Designer.Browsing;

/// <summary>Who may open which pages; the verbs check again.</summary>
public static class Allow
{
    public const string Staff = Role.Executive + "," + Role.Supervisor + "," + Role.Manager + "," + Role.Administrator;
    public const string Front = Role.Executive + "," + Role.Supervisor + "," + Role.Administrator;
    public const string Writers = Role.Supervisor + "," + Role.Administrator;
    public const string Units = Role.BackOffice + "," + Role.Supervisor + "," + Role.Manager + "," + Role.Administrator;
    public const string Leaders = Role.Supervisor + "," + Role.Manager + "," + Role.Administrator + "," + Role.ProcessOwner;
    public const string Designers = Role.ProcessOwner + "," + Role.Administrator;
    public const string Console = Staff + "," + Role.BackOffice + "," + Role.ProcessOwner;
}
