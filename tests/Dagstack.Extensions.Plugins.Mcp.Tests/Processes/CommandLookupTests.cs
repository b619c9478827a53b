using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Shared;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>Where commands are looked for.</summary>
public sealed class CommandLookupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public CommandLookupTests()
    {
        Program("bin/tool");
        Program("bin/other-tool");
        Program("more/tool");
        Program("here");
        Program("scripts/run");
        _folder.Write("bin/plain", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs file modes.")]
    public void Find_NameInPath_IsTheFirstThatCanBeExecuted()
    {
        _folder.Write("first/tool", "not executable");

        Assert.Equal(_folder.Combine("bin/tool"), Find("tool", "first", "bin", "more"));
        Assert.Equal(_folder.Combine("more/tool"), Find("tool", "no-such-folder", "more", "bin"));
    }

    [Theory(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs file modes.")]
    [InlineData("./here", "here")]
    [InlineData("scripts/run", "scripts/run")]
    [InlineData("bin/../here", "here")]
    public void Find_PathWithSeparator_IsRelativeToTheFolder(string command, string expected) => Assert.Equal(_folder.Combine(expected), Find(command));

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs file modes.")]
    public void Find_FullPath_IsTaken() => Assert.Equal("/bin/sh", Find("/bin/sh"));

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs file modes.")]
    public void Find_EmptyAndRelativePartsOfPath_AreNoFolders()
    {
        var exception = Assert.Throws<ChildStartException>(() => CommandLookup.Find("here", _folder.Path, new Dictionary<string, string> { ["PATH"] = $"::.:bin:{_folder.Combine("bin")}:" }, "plugin 'tool:x'"));

        Assert.Equal($"The command 'here' of plugin 'tool:x' was not found in the PATH that plugin 'tool:x' is given ({Excerpt.Of(_folder.Combine("bin"))}). There is one in '{_folder.Path}', which is not looked into: write './here' if it is meant. Install it, add its directory to that PATH, or give its full path.", exception.Message);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs file modes.")]
    public void Find_HostsPath_IsNotLookedInto()
    {
        var exception = Assert.Throws<ChildStartException>(() => CommandLookup.Find("sh", _folder.Path, new Dictionary<string, string>(), "x"));

        Assert.Equal("The command 'sh' of x has no separator, so it is looked for in PATH, but the environment of x has no PATH. Give it one, or give the full path of the command.", exception.Message);
    }

    [Theory(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs file modes.")]
    [InlineData("too1", "Did you mean 'tool'?")]
    [InlineData("other_tool", "Did you mean 'other-tool'?")]
    [InlineData("plain", "bin/plain', which cannot be executed. Make it executable (chmod +x")]
    [InlineData("./bin/plain", "bin/plain', which cannot be executed. Make it executable (chmod +x")]
    [InlineData("./bin", "is the folder '")]
    [InlineData("scripts/rum", "scripts/rum' does not exist. Did you mean 'run'?")]
    [InlineData("nowhere/run", "nowhere' does not exist. Correct the path, which is relative to '")]
    [InlineData(" ", "is empty. Name a program")]
    [InlineData("a\0b", "has a NUL character")]
    [InlineData("zzzzzzzz", "1 more).")]
    public void Find_NothingThere_SaysWhatAndWhere(string command, string message)
    {
        var exception = Assert.Throws<ChildStartException>(() => Find(command, "bin", "more", "a", "b", "c"));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Windows has drives.")]
    public void Find_Windows_TriesTheExtensionsInOrder()
    {
        _folder.Write("win/npx", "a shell script");
        _folder.Write("win/npx.cmd", "");
        _folder.Write("win/npx.ps1", "");
        _folder.Write("win/both.cmd", "");
        _folder.Write("win/both.EXE", "");

        Assert.Equal(_folder.Combine("win/npx.cmd"), FindWindows("npx"));
        Assert.Equal(_folder.Combine("win/both.EXE"), FindWindows("both"));
        Assert.Equal(_folder.Combine("win/npx.cmd"), FindWindows("npx.cmd"));
        Assert.Equal(_folder.Combine("win/npx.cmd"), FindWindows("./win/npx"));
        Assert.Equal(_folder.Combine("win/npx.ps1"), FindWindows("npx", ".PS1"));
        Assert.Contains("Did you mean 'npx'?", Assert.Throws<ChildStartException>(() => FindWindows("npxx")).Message, StringComparison.Ordinal);
    }

    private string Find(string command, params string[] folders) =>
        CommandLookup.Find(command, _folder.Path, new Dictionary<string, string> { ["PATH"] = string.Join(':', folders.Select(_folder.Combine)) }, "plugin 'tool:x'");

    private string FindWindows(string command, string? extensions = null)
    {
        var environment = new Dictionary<string, string> { ["Path"] = _folder.Combine("win") };
        if (extensions is not null)
        {
            environment["PathExt"] = extensions;
        }

        return CommandLookup.Find(command, _folder.Path, environment, "x", ProgramFiles.Windows(environment));
    }

    private void Program(string relative)
    {
        var file = _folder.Write(relative, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
