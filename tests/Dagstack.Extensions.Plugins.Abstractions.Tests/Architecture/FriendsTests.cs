using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests.Architecture;

/// <summary>Packages may be paired in other versions than they were built in, so none may know another's internals.</summary>
public sealed partial class FriendsTests
{
    private static readonly string s_root = typeof(FriendsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "RepositoryRoot").Value!;

    private static readonly string[] s_files = Directory.GetFiles(Path.Combine(s_root, "src"), "*", SearchOption.AllDirectories)
        .Where(static file => !Path.GetRelativePath(s_root, file).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
        .ToArray();

    [Fact]
    public void Projects_InternalsVisibleTo_NamesTestsAndBenchmarks()
    {
        var friends = from file in s_files
                      where Path.GetExtension(file) is ".csproj" or ".props" or ".targets"
                      from item in XDocument.Load(file).Descendants()
                      where item.Name.LocalName == "InternalsVisibleTo"
                      select (File: Path.GetFileName(file), Friend: (string?)item.Attribute("Include") ?? string.Empty);
        var all = friends.ToList();

        Assert.NotEmpty(all);
        var strangers = all.Where(static item => !File.Exists(Path.Combine(s_root, "tests", item.Friend, item.Friend + ".csproj"))).ToList();
        Assert.True(strangers.Count == 0, string.Join(Environment.NewLine, strangers.Select(static item => $"{item.File} makes '{item.Friend}' a friend, which is no project of tests/.")));
    }

    [Fact]
    public void Sources_FriendAttributes_AreInProjectsOnly() => Assert.DoesNotContain(s_files, static file => Path.GetExtension(file) == ".cs" && Attribute().IsMatch(File.ReadAllText(file)));

    [GeneratedRegex(@"\[assembly:\s*[\w.]*(InternalsVisibleTo|IgnoresAccessChecksTo)")]
    private static partial Regex Attribute();
}
