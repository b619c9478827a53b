using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>The names that every dagstack binding has for what a plugin must not do.</summary>
internal static class ViolationCodes
{
    public static string Of(DiagnosticDescriptor descriptor) => descriptor.Id switch
    {
        "DSP034" => "ResourceViolation",
        "DSP035" => "ExecutionModelViolation",
        "DSP036" => "SerializationError",
        "DSP038" => "LeakDetected",
        _ => "AmbientStateViolation",
    };
}
