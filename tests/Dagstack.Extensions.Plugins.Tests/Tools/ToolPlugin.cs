using System.Collections.Concurrent;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>A tool plugin given in code that has the functions a test gives it, each of which answers with the plugin, the function and its arguments.</summary>
internal sealed class ToolPlugin(string name, params ToolSchema[] functions) : ITool
{
    private int _asked;

    public Func<CancellationToken, ValueTask<IReadOnlyList<ToolSchema>>>? OnGetSchema { get; init; }

    public Func<ToolRequest, CancellationToken, ValueTask<ToolResult>>? OnExecute { get; init; }

    /// <summary>Gets how often it was asked for its functions.</summary>
    public int Asked => _asked;

    public ConcurrentQueue<ToolRequest> Calls { get; } = new();

    public static ToolSchema Function(string name, string parameters = "{'type':'object'}") =>
        new() { Name = name, Description = $"Does {name}.", Parameters = JsonElement.Parse(parameters.Replace('\'', '"')) };

    public ValueTask<IReadOnlyList<ToolSchema>> GetSchemaAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return OnGetSchema?.Invoke(cancellationToken) ?? new(functions);
    }

    public ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        Calls.Enqueue(request);
        return OnExecute?.Invoke(request, cancellationToken) ?? new(ToolResult.Of(JsonSerializer.SerializeToElement($"{name}.{request.Function} {request.Args}")));
    }
}
