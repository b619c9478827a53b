using KindName.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace PluginName.Tests;

public sealed class PluginNameKindNameTests
{
    [Fact]
    public void Process_LowerCase_IsUpperCase()
    {
        IKindName plugin = new PluginNameKindName(NullLogger<PluginNameKindName>.Instance);
        Assert.Equal("HELLO", plugin.Process("hello"));
    }
}
