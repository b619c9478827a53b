using System.Text;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>Writes what a plugin of a kind has as a protocol.</summary>
internal static class PythonProtocol
{
    public static string Write(Hookspec spec, TypePlan plan, string name)
    {
        var text = new StringBuilder($"@runtime_checkable\nclass {name}(Protocol):\n    \"\"\"What a plugin of the kind {spec.Kind} has, in version {spec.ApiVersion}.\"\"\"\n");
        foreach (var hook in spec.Hooks)
        {
            var payload = hook.Input is { } input && !new PayloadFile(input.File, input.Schema).IsEmpty ? $", payload: {plan.NameOf(input)}" : string.Empty;
            var result = hook.Output is { } output ? plan.NameOf(output) : "None";
            text.Append('\n')
                .Append("    def ").Append(PythonNames.Method(hook.Name)).Append("(self").Append(payload).Append(") -> ").Append(result).Append(":\n")
                .Append(PythonText.Docstring($"Dispatch: {DispatchNames.Of(hook.Dispatch)}.\n\n{hook.Description}", "        "))
                .Append("        ...\n");
        }

        return text.ToString();
    }
}
