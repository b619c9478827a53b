using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Schemas;

namespace Dagstack.Extensions.Plugins.Tools;

/// <summary>A function of a running tool plugin, with its schema read.</summary>
/// <param name="member">The plugin.</param>
/// <param name="schema">What the plugin says of it, as a copy of the host's own.</param>
internal sealed class ToolEntry(KindMember member, ToolSchema schema)
{
    public KindMember Member => member;

    public string Name => schema.Name;

    public string QualifiedName => $"{member.Id.Name}.{schema.Name}";

    public CompiledSchema Arguments { get; } = CompiledSchema.Compile(schema.Parameters);

    public ToolFunction Describe(string callName) => new()
    {
        Plugin = member.Id,
        Name = Name,
        CallName = callName,
        Description = schema.Description,
        Parameters = schema.Parameters,
        Problems = Arguments.Problems,
    };
}
