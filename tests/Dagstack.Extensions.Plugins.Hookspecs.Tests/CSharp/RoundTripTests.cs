namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.CSharp;

/// <summary>From YAML to C#, through the compiler, and back.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData("tool")]
    [InlineData("orchestrator")]
    public void Emit_PublicKind_ComesBackWhole(string kind) => RoundTrip.AssertWhole(PublicKinds.Read(kind));
}
