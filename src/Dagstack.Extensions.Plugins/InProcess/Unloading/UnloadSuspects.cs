using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds in the metadata of a plugin what it uses that often keeps code in memory. It says what may be, not what is.</summary>
internal static class UnloadSuspects
{
    private static readonly (string Type, string Member, string Cause)[] s_uses =
    [
        ("System.Threading.Thread", ".ctor", PluginUnloadCauses.Thread),
        ("System.Threading.Timer", ".ctor", PluginUnloadCauses.Timer),
        ("System.Timers.Timer", ".ctor", PluginUnloadCauses.Timer),
        ("System.Threading.PeriodicTimer", ".ctor", PluginUnloadCauses.Timer),
        ("System.TimeProvider", "CreateTimer", PluginUnloadCauses.Timer),
        ("System.Threading.CancellationToken", "Register", PluginUnloadCauses.Registration),
        ("System.Threading.CancellationToken", "UnsafeRegister", PluginUnloadCauses.Registration),
        ("Microsoft.Extensions.Primitives.ChangeToken", "OnChange", PluginUnloadCauses.Registration),
        ("Microsoft.Extensions.Primitives.IChangeToken", "RegisterChangeCallback", PluginUnloadCauses.Registration),
        ("Microsoft.Extensions.Options.IOptionsMonitor`1", "OnChange", PluginUnloadCauses.Registration),
        ("Microsoft.Extensions.Options.OptionsMonitorExtensions", "OnChange", PluginUnloadCauses.Registration),
        ("System.Diagnostics.Metrics.Meter", ".ctor", PluginUnloadCauses.Telemetry),
        ("System.Diagnostics.Metrics.MeterListener", ".ctor", PluginUnloadCauses.Telemetry),
        ("System.Diagnostics.ActivitySource", ".ctor", PluginUnloadCauses.Telemetry),
        ("System.Diagnostics.ActivitySource", "AddActivityListener", PluginUnloadCauses.Telemetry),
        ("System.Text.Json.JsonSerializer", "*", PluginUnloadCauses.Json),
        ("System.Xml.Serialization.XmlSerializer", ".ctor", PluginUnloadCauses.Xml),
        ("System.Runtime.Serialization.DataContractSerializer", ".ctor", PluginUnloadCauses.Xml),
        ("System.Runtime.Serialization.Json.DataContractJsonSerializer", ".ctor", PluginUnloadCauses.Xml),
        ("System.ComponentModel.TypeDescriptor", "*", PluginUnloadCauses.TypeDescriptor),
        ("System.ComponentModel.DataAnnotations.Validator", "*", PluginUnloadCauses.TypeDescriptor),
        ("Microsoft.Extensions.Configuration.ConfigurationBinder", "*", PluginUnloadCauses.TypeDescriptor),
        ("System.Threading.AsyncLocal`1", "set_Value", PluginUnloadCauses.Ambient),
        ("System.Diagnostics.Activity", "Start", PluginUnloadCauses.Ambient),
        ("System.Diagnostics.Activity", "set_Current", PluginUnloadCauses.Ambient),
        ("System.Diagnostics.ActivitySource", "StartActivity", PluginUnloadCauses.Ambient),
        ("System.Threading.Tasks.Task", "Run", PluginUnloadCauses.Task),
        ("System.Threading.Tasks.TaskFactory", "StartNew", PluginUnloadCauses.Task),
        ("System.Threading.ThreadPool", "*", PluginUnloadCauses.Task),
    ];

    /// <summary>Looks through what an assembly uses.</summary>
    public static IReadOnlyList<PluginUnloadHint> Find(EntryModule module)
    {
        try
        {
            using var image = module.Open();
            if (image.Complaint is not null)
            {
                return [];
            }

            var metadata = image.Metadata;
            return
            [
                .. metadata.MemberReferences
                    .Select(handle => Suspect(metadata, metadata.GetMemberReference(handle), Path.GetFileName(module.Path)))
                    .OfType<PluginUnloadHint>()
                    .DistinctBy(static hint => (hint.Cause, hint.Place))
                    .OrderBy(static hint => hint.Cause, StringComparer.Ordinal),
            ];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // The copy may be gone already; then there is nothing to say.
            return [];
        }
    }

    private static PluginUnloadHint? Suspect(MetadataReader metadata, MemberReference member, string file)
    {
        var name = metadata.GetString(member.Name);
        if (TypeOf(metadata, member.Parent) is not { } type)
        {
            return null;
        }

        var cause = Array.Find(s_uses, use => use.Type == type && (use.Member == "*" || use.Member == name)).Cause
            ?? (name.StartsWith("add_", StringComparison.Ordinal) ? PluginUnloadCauses.Event : null);
        return cause is null ? null : new() { Cause = cause, Place = $"{type}.{name}, which {file} uses", Remedy = UnloadRemedies.Of(cause) };
    }

    private static string? TypeOf(MetadataReader metadata, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeReference:
                var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
                return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
            case HandleKind.TypeSpecification:
                // A generic type: the signature begins with what it is an instance of.
                var blob = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
                return blob.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && blob.ReadCompressedInteger() is var _ && blob.ReadTypeHandle() is { Kind: HandleKind.TypeReference } generic
                    ? TypeOf(metadata, generic)
                    : null;
            default:
                return null;
        }
    }
}
