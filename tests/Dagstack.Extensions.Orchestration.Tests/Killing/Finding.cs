namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>A guarantee that was not kept, with the lines that prove it.</summary>
internal sealed record Finding(FindingKind Kind, string Text, params Fact[] Proof)
{
    public override string ToString() => $"{Kind}: {Text}{string.Concat(Proof.Select(static fact => $"\n    {fact}"))}";
}
