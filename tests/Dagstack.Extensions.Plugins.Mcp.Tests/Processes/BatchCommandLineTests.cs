using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>What cmd.exe is told. That it does what is meant is not tested: no Windows here.</summary>
public sealed class BatchCommandLineTests
{
    [Theory]
    [InlineData("plain-1.0", "plain-1.0")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a&calc", "\"a&calc\"")]
    [InlineData("\"&calc", "\"\"\"&calc\"")]
    [InlineData("%PATH%", "\"%%cd:~,%PATH%%cd:~,%\"")]
    [InlineData("end\\", "\"end\\\\\"")]
    [InlineData("a\\\"b", "\"a\\\\\"\"b\"")]
    public void Write_Argument_IsQuotedForCmd(string argument, string expected) =>
        Assert.Equal($"/e:ON /v:OFF /d /c \"\"C:\\my tools\\npx.cmd\" {expected}\"", BatchCommandLine.Write("C:\\my tools\\npx.cmd", [argument], "x"));

    [Fact]
    public void Write_LineEnd_IsRefused()
    {
        var exception = Assert.Throws<ChildStartException>(() => BatchCommandLine.Write("C:\\npx.cmd", ["a", "b\nc"], "plugin 'tool:x'"));

        Assert.StartsWith("Argument 2 of the command of plugin 'tool:x' has a line end, which cannot be given to the batch file 'C:\\npx.cmd'.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.cmd", true)]
    [InlineData("a.BAT", true)]
    [InlineData("a.exe", false)]
    public void IsBatch_File_GoesByItsExtension(string file, bool expected) => Assert.Equal(expected, BatchCommandLine.IsBatch(file));
}
