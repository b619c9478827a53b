using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A runtime with one tool plugin, which says another thing of itself when a test wants it.</summary>
internal sealed class ChangingTools : PluginRuntime, ITool
{
    private Instance? _instance;

    public string Description { get; set; } = "before";

    public override string Name => "changing";

    public override ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken) => new(_instance = new(this));

    public void Change() => _instance!.Change();

    public ValueTask<IReadOnlyList<ToolSchema>> GetSchemaAsync(CancellationToken cancellationToken) =>
        new([new ToolSchema { Name = "turn", Description = Description, Parameters = JsonElement.Parse("""{"type":"object"}""") }]);

    public ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken) => new(ToolResult.Of(request.Args));

    private sealed class Instance(object target) : PluginInstance(target)
    {
        public override ValueTask EndAsync(PluginEnding ending) => default;

        public void Change() => ReportChange();
    }
}
