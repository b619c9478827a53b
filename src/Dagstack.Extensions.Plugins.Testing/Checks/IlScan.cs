using Dagstack.Extensions.Plugins.Testing.Il;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Looks through a plugin's own code, and leaves out what its author has allowed with a reason.</summary>
internal sealed class IlScan(PluginCheck check, string code, SuiteRun run, Findings findings)
{
    private readonly PluginImage _image = run.Subject.Image!;

    /// <summary>Applies a rule to everything that code names.</summary>
    public void Find(Func<IlMethod, MemberName, IlComplaint?> rule)
    {
        foreach (var method in _image.Methods)
        {
            foreach (var (offset, member) in method.Members)
            {
                if (rule(method, member) is { } complaint)
                {
                    Add(method, offset, $"{member.Display} {complaint.Message}.", complaint.Remedy);
                }
            }
        }
    }

    public void Add(IlMethod method, int offset, string message, string remedy)
    {
        if (!IsAllowed(method.Type, method.Member))
        {
            findings.Add(check, code, _image.LocationOf(method, offset), message, remedy);
        }
    }

    public void Add(IlField field, string message, string remedy)
    {
        if (!IsAllowed(field.Type, field.Name))
        {
            findings.Add(check, code, _image.LocationOf(field), message, remedy);
        }
    }

    /// <summary>Reports attributes that allow something and do not say why.</summary>
    public void FindUnjustified()
    {
        foreach (var allowed in _image.Allowed.Where(allowed => allowed.Code == code && string.IsNullOrWhiteSpace(allowed.Justification)))
        {
            findings.Add(check, code, _image.LocationOf(allowed), $"[AllowPluginViolation(\"{code}\")] has no justification.", "Write why it does no harm here as its second argument, or remove it.");
        }
    }

    private bool IsAllowed(string type, string member) => _image.Allowed.Any(allowed => allowed.Covers(type, member, code));
}
