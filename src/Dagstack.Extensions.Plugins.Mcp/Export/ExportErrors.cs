using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Makes results of what went wrong: the text is for language models, the rest for hosts that know the contract.</summary>
/// <remarks>See §8.5 of the plugin contract.</remarks>
internal static class ExportErrors
{
    /// <summary>Makes the result of a call whose arguments do not fit.</summary>
    public static CallToolResult OfProblems(string tool, IReadOnlyList<ToolProblem> problems)
    {
        var lines = problems.Select(static problem => $"- {(problem.Path.Length == 0 ? "the arguments" : problem.Path)}: {problem.Message}");
        var text = $"The arguments of '{tool}' do not fit its schema:\n{string.Join('\n', lines)}";
        return Make(text, nameof(PluginSerializationException), PluginErrorCodes.SerializationError, DataOf(problems));
    }

    /// <summary>Makes the result of a call that failed.</summary>
    public static CallToolResult Of(Exception fault) => fault switch
    {
        PluginCallException call => Make(call.Message, call.RemoteType ?? nameof(PluginCallException), call.RemoteCode ?? call.Code, call.RemoteData is { } data ? JsonSerializer.SerializeToNode(data, Node) : null),
        ToolArgumentsException arguments => Make(arguments.Message, nameof(ToolArgumentsException), arguments.Code, DataOf(arguments.Problems)),
        ToolCallException { ErrorMessage: { Length: > 0 } message } call => Make(message, nameof(ToolCallException), call.Code, null),
        PluginUnavailableException gone => Make(TextOf(gone), nameof(PluginUnavailableException), gone.Code, null),
        PluginRegistryException known => Make(known.Message, known.GetType().Name, known.Code, null),
        _ => Make(ExceptionText.MessageOf(fault), fault.GetType().Name, PluginErrorCodes.PluginCall, null),
    };

    /// <summary>Says what clients may know: the reason can have paths of this machine in it, and what a program wrote before it ended.</summary>
    private static string TextOf(PluginUnavailableException gone) => gone.Plugin is { } plugin
        ? $"The plugin '{plugin}' is {PluginStates.NameOf(gone.State)}{(gone.RootCauseCode is { } code ? $" ({code})" : string.Empty)}. The log of its host says why."
        : $"The kind '{gone.Kind}' has no plugin to call. The log of its host says why.";

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<JsonElement> Node => Session.JsonElementContext.Default.JsonElement;

    private static JsonArray DataOf(IReadOnlyList<ToolProblem> problems) =>
        [.. problems.Select(static problem => new JsonObject { ["path"] = problem.Path, ["message"] = problem.Message, ["expected"] = problem.Expected, ["nearest"] = problem.Nearest })];

    private static CallToolResult Make(string message, string type, string code, JsonNode? data)
    {
        var error = new JsonObject { ["type"] = type, ["code"] = code, ["message"] = message };
        if (data is not null)
        {
            error["data"] = data;
        }

        return new() { IsError = true, Content = [new TextContentBlock { Text = message }], Meta = new() { [WireKeys.Error] = error } };
    }
}
