namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin of the kind <c>tool</c>: a set of functions with names, descriptions and JSON Schemas, such as a language model can call.</summary>
/// <remarks>
/// Callers go through <see cref="ITools"/>, which finds the plugin by the function and checks the arguments before the call. Many plugins
/// of one priority are normal: it is the function that decides who is called. See §9 of the plugin contract.
/// </remarks>
[PluginKind("tool", ApiVersion = "1.0.0", JsonContext = typeof(ToolJson))]
public interface ITool
{
    /// <summary>Returns the functions that the plugin has.</summary>
    /// <remarks>It is asked once for each start of the plugin; what it returns holds until the plugin stops.</remarks>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The functions, each name once.</returns>
    [Hook(DispatchClass.BroadcastCollect, Name = "get_schema", Exposed = false, Idempotent = true)]
    [JsonSchema(Title = "Empty payload", Description = "Hook takes no arguments / returns no data.")]
    [return: JsonSchema(Title = "tool.get_schema output", Description = "List of JSON schemas for the functions the plugin exposes.")]
    ValueTask<IReadOnlyList<ToolSchema>> GetSchemaAsync(CancellationToken cancellationToken);

    /// <summary>Calls a function.</summary>
    /// <param name="request">The function and its arguments, which fit the function's schema when the call comes through <see cref="ITools"/> or the key <c>tool</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The result, or what the function has to say about why there is none.</returns>
    [Hook(Name = "execute", ToolNameTemplate = "{kind}.{plugin}.{hook}.{function}")]
    [JsonSchema(Title = "tool.execute input", Description = "Arguments for invoking an executable function.")]
    [return: JsonSchema(
        Title = "tool.execute output",
        Description = "Call result. Free-form — the structure is defined by the function itself through `result.schema` on FunctionSchema (Phase 1+ optional).")]
    ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken);
}
