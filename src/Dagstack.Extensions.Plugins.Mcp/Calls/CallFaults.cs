using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>What went wrong with a call, as the contract's errors.</summary>
/// <remarks>See the table in §8.5 of the plugin contract.</remarks>
/// <param name="plugin">The plugin that was called.</param>
/// <param name="areFunctions">Whether its tools are functions, of which no contract says what they take.</param>
/// <param name="mask">What is taken out of what its server says.</param>
internal sealed partial class CallFaults(PluginId plugin, bool areFunctions, SecretMask mask)
{
    private const string InvalidParams = "MCP error -32602:";

    // No plugin can throw it: it is what our worker met when it wrote a result.
    private static readonly string s_tooLong = typeof(WireException).FullName!;

    /// <summary>Takes secrets out of what is told.</summary>
    public string Mask(string text) => mask.Apply(text);

    /// <summary>Makes the error of a call that came to nothing. That the server is gone is not told here.</summary>
    public Exception Of(WireException fault, HookDescriptor hook, string tool, ToolTable tools) => fault.Fault switch
    {
        WireFault.InvalidParams => Refused(fault.Message, hook, tool, tools),
        WireFault.TooLong => new PluginSerializationException($"A call of '{hook.Name}' of the plugin '{plugin}' cannot be carried: {fault.Message}", fault) { Kind = plugin.Kind, Hook = hook.Name },
        WireFault.Refused => new RuntimeNotSupportedException($"The plugin '{plugin}' answered '{hook.Name}' with what is not offered: {fault.Message}", [], [], plugin),
        WireFault.Unavailable => new PluginUnavailableException(plugin, PluginState.Ready, mask.Apply(fault.Message), PluginErrorCodes.PluginUnavailable),
        WireFault.RemoteError => new PluginCallException(plugin, hook.Name, mask.Apply(fault.Message)) { RemoteCode = fault.RemoteCode?.ToString(System.Globalization.CultureInfo.InvariantCulture), RemoteData = fault.RemoteData },
        WireFault.Nonsense => new PluginCallException(plugin, hook.Name, $"The plugin '{plugin}' does not keep to the protocol where it answers '{hook.Name}', and its server is to be mended: {mask.Apply(fault.Message)}"),
        _ => new PluginCallException(plugin, hook.Name, mask.Apply(fault.Message)),
    };

    /// <summary>Makes the error of a result that says of itself that it is one.</summary>
    public Exception Of(WireResult result, HookDescriptor hook, string tool, ToolTable tools)
    {
        var remote = result.ReadError();
        var message = mask.Apply(ServerText.ErrorOf(result, remote) + remote?.Data.Note);
        return remote is null && message.StartsWith(InvalidParams, StringComparison.OrdinalIgnoreCase)
            ? Refused(message, hook, tool, tools)
            : remote is null && tools.Find(tool) is null && SaysUnknown(message)
            ? NotThere(message, hook, tool, tools)
            : remote?.Type == s_tooLong
            ? new PluginSerializationException($"What '{hook.Name}' of the plugin '{plugin}' returned cannot be carried: {message}") { Kind = plugin.Kind, Hook = hook.Name }
            : new PluginCallException(plugin, hook.Name, message) { RemoteType = remote?.Type, RemoteCode = remote?.Code, RemoteData = remote?.Data.Value };
    }

    /// <summary>Makes the error of a hook whose tool is not listed.</summary>
    public DispatchMismatchException NotThere(string? message, HookDescriptor hook, string tool, ToolTable tools)
    {
        var near = NearNames.Find(tool, tools.Names);
        return new(plugin.Kind, hook.Name, hook.DispatchClass, mask.Apply($"The server of plugin '{plugin}' {(areFunctions ? "says that it has" : "has")} no tool '{Excerpt.Of(tool)}', which the {(areFunctions ? "function that was called" : $"hook '{hook.Name}'")} is there.{(near is null ? string.Empty : $" Did you mean '{Excerpt.Of(near)}'?")} It lists: {tools.Some()}.{(message is null ? string.Empty : $" It says: {message}")}"));
    }

    /// <summary>Makes the error of an answer that is no result of the hook.</summary>
    public PluginCallException Nonsense(HookDescriptor hook, string beginning) =>
        new(plugin, hook.Name, $"The plugin '{plugin}' answered '{hook.Name}' with nothing that can be its result: neither structuredContent nor one text block. The answer begins: {mask.Apply(beginning)}");

    private Exception Refused(string message, HookDescriptor hook, string tool, ToolTable tools)
    {
        if (tools.Find(tool) is null || SaysUnknown(message))
        {
            return NotThere(mask.Apply(message), hook, tool, tools);
        }

        var what = areFunctions
            ? $"its function '{Excerpt.Of(FunctionOf(tool))}': {mask.Apply(message)} They fit the schema that its server lists, which says less than the server asks for. Call it with what it asks for."
            : $"'{hook.Name}': {mask.Apply(message)} Its tool '{Excerpt.Of(tool)}' and the contract of the kind '{plugin.Kind}' are to have the same parameters, in snake_case.";
        return new PluginSerializationException($"The plugin '{plugin}' does not take the arguments of {what}") { Kind = plugin.Kind, Hook = hook.Name };
    }

    private string FunctionOf(string tool)
    {
        var execute = $"tool.{plugin.Name}.execute.";
        return tool.StartsWith(execute, StringComparison.Ordinal) ? tool[execute.Length..] : tool;
    }

    private static bool SaysUnknown(string message) => Unknown().IsMatch(message);

    /// <summary>What the SDKs of several languages say of a name that they do not know. That a tool has not found something is no such text.</summary>
    [GeneratedRegex(@"\bunknown tool\b|\btool (\S+ )?((was|is) )?not found\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unknown();
}
