using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests;

public sealed class ChainResultTests
{
    [Fact]
    public void Continue_Value_IsCarried()
    {
        ChainResult<string?> fromValue = "x";
        Assert.False(fromValue.IsStop);
        Assert.Equal("x", fromValue.Value);
        Assert.Equal(ChainResult.Continue<string?>("x"), fromValue);
        Assert.False(ChainResult.Continue<string?>(null).IsStop);
    }

    [Fact]
    public void Stop_HasNoValue()
    {
        var stop = ChainResult.Stop<int>();
        Assert.True(stop.IsStop);
        Assert.Equal(default, stop);
        Assert.NotEqual(ChainResult.Continue(0), stop);
        Assert.Contains("IsStop", Assert.Throws<InvalidOperationException>(() => stop.Value).Message, StringComparison.Ordinal);
    }
}
