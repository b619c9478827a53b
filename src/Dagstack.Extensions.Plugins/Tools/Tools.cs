using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Tools;

/// <summary>The functions of all tool plugins, as the application sees them.</summary>
internal sealed class Tools : ITools
{
    private static readonly JsonElement s_null = JsonElement.Parse("null");

    private readonly ToolDirectory _directory;
    private readonly PluginCallOptions? _options;

    public Tools(ToolDirectory directory, PluginCallOptions? options)
    {
        _directory = directory;
        _options = options;
    }

    public async ValueTask<IReadOnlyList<ToolFunction>> GetFunctionsAsync(CancellationToken cancellationToken = default) =>
        (await _directory.ReadAsync(isComplete: true, cancellationToken).ConfigureAwait(false)).Functions;

    public async ValueTask<JsonElement> CallAsync(string function, JsonElement args = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        var tool = await _directory.FindAsync(function, cancellationToken).ConfigureAwait(false);
        var result = await ExecuteAsync(tool, args, cancellationToken).ConfigureAwait(false);
        return result is null or { IsError: true }
            ? throw new ToolCallException(tool.Member.Id, tool.Name, result is null ? "it returned null in place of a ToolResult." : result.ErrorMessage)
            : result.Result is { ValueKind: not JsonValueKind.Undefined } value ? value : s_null;
    }

    public ITools With(PluginCallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Tools(_directory, options.Over(_options));
    }

    /// <summary>Calls a function without making an exception of its error: what the key of the kind does.</summary>
    public async ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var tool = await _directory.FindAsync(request.Function, cancellationToken).ConfigureAwait(false);
        return await ExecuteAsync(tool, request.Args, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<ToolResult> ExecuteAsync(ToolEntry tool, JsonElement args, CancellationToken cancellationToken)
    {
        // The request puts an empty object where nothing is given.
        var request = new ToolRequest { Function = tool.Name, Args = args };
        if (tool.Arguments.Problems is { Count: > 0 } problems)
        {
            throw new ToolSchemaException(tool.Member.Id, tool.Name, problems);
        }

        var findings = tool.Arguments.Check(request.Args);
        if (!findings.Fits)
        {
            throw new ToolArgumentsException(tool.Member.Id, tool.Name, findings.Problems, findings.Count);
        }

        return ((ITool)(object)tool.Member.ProxyFor(_options, expected: null)).ExecuteAsync(request, cancellationToken);
    }
}
