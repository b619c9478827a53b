using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

[Collection(nameof(Alone))]
public sealed class UnloadTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations;

        public enum Mode { Fast, VeryCareful }

        [Flags] public enum Parts { None = 0, Head = 1, Body = 2 }

        public sealed class EvenAttribute : ValidationAttribute
        {
            public override bool IsValid(object value) => value is int number && number % 2 == 0;
        }

        [AttributeUsage(AttributeTargets.Class)]
        public sealed class SaneAttribute : ValidationAttribute
        {
            protected override ValidationResult IsValid(object value, ValidationContext context) => new ValidationResult("not sane", new[] { "Mode" });
        }

        public readonly struct Level : IParsable<Level>
        {
            public int Value { get; init; }
            public static Level Parse(string s, IFormatProvider p) => new Level { Value = int.Parse(s, p) };
            public static bool TryParse(string s, IFormatProvider p, out Level r) { if (s == "throw") throw new InvalidOperationException("no"); r = Parse(s, p); return true; }
        }

        public record Rule([Required] string Name, [Range(1, 5)] int Weight = 2, Mode Mode = Mode.Fast);

        public sealed class Throwing { public int Value { get => 1; set => throw new InvalidOperationException("setter"); } }

        [Sane]
        public sealed class Options : IValidatableObject
        {
            public Mode Mode { get; set; }
            public Mode? Other { get; init; }
            public Parts Parts { get; set; }
            public Level Level { get; set; }
            public Level Bad { get; set; }
            [Even] public int Size { get; set; } = 1;
            [Required, StringLength(3)] public string Title { get; set; }
            [EnumDataType(typeof(Mode))] public Mode Checked { get; set; }
            [Compare("Title")] public string Same { get; set; }
            public List<Rule> Rules { get; set; }
            public Rule[] Array { get; set; }
            public ISet<Mode> Modes { get; } = new HashSet<Mode>();
            public IReadOnlyDictionary<Mode, Rule> ByMode { get; set; }
            public Dictionary<string, Level> Levels { get; } = new();
            public Throwing Throwing { get; set; }
            public IDisposable Disposable { get; set; }
            public IEnumerable<ValidationResult> Validate(ValidationContext context) { yield return new ValidationResult("whole", new[] { nameof(Size) }); }
        }
        """;

    [Fact]
    public void Bind_FiftyLoadContexts_LeavesNoneAlive()
    {
        var image = Compile();
        var configuration = Sources.FromJson("""
            { "chunker": { "fixed_chunker": {
              "mode": "very_careful", "other": "fast", "parts": "head,body", "level": "3", "bad": "throw", "size": "3", "title": "long title", "checked": "1", "same": "x",
              "rules": [ { "name": "a", "weight": 9, "mode": "slow" }, { "name": "", "weight": 3 } ], "array": [ { "name": "b", "weight": 0 } ], "modes": [ "fast" ],
              "by_mode": { "fast": { "name": "c", "weight": 7 } }, "levels": { "x": "1" }, "throwing": { "value": 1 }, "disposable": { "a": 1 }, "unknown": 1 } } }
            """);
        var contexts = new List<WeakReference>();
        var problems = new List<BindProblem>();
        for (var i = 0; i < 50; i++)
        {
            contexts.Add(BindIn(image, configuration, problems));
        }

        for (var i = 0; i < 20 && contexts.Exists(static context => context.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, contexts.Count(static context => context.IsAlive));
        Assert.Equal(0, problems.Count % 50);
        Assert.True(problems.Count >= 50 * 12, string.Join('\n', problems.Take(20)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference BindIn(byte[] image, IConfiguration configuration, List<BindProblem> problems)
    {
        var context = new AssemblyLoadContext("options", isCollectible: true);
        var type = context.LoadFromStream(new MemoryStream(image)).GetType("Options")!;
        var result = configuration.View() is var view ? OptionsBinder.Bind(type, view) : null!;
        for (var i = 0; i < 5; i++)
        {
            // Often enough for the runtime to make its invokers.
            OptionsBinder.Bind(type, view);
        }

        Assert.NotNull(result.Value);
        problems.AddRange(result.Problems);
        context.Unload();
        return new WeakReference(context);
    }

    private static byte[] Compile()
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create("options", [CSharpSyntaxTree.ParseText(Source)], references, new(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }
}
