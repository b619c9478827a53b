using System.ComponentModel.DataAnnotations;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reading;

public sealed class SectionTests
{
    [Fact]
    public void GetSection_Everything_IsBound()
    {
        var section = Configs.Yaml("""
            s:
              name: x
              max_size: "12"
              Ratio: 1
              price: 1.10
              on: yes
              mode: very-careful
              timeout: "00:00:30"
              url: https://example.org/
              id: 0f8fad5b-d9cb-469f-a165-70867728950e
              day: "2026-01-02"
              small: 255
              maybe: ~
              tags: [a, b]
              ports: [1, "2"]
              unique: [x, x]
              limits: {some-key: 1, Other: 2}
              servers: [{host: h, port: 1}, {host: i, port: "2"}]
              any: {a: [1, ~]}
              unknown: ignored
            """).GetSection<Everything>("s");
        Assert.Equal(("x", 12, 1.0, 1.10m, true, Mode.VeryCareful, TimeSpan.FromSeconds(30)), (section.Name, section.MaxSize, section.Ratio, section.Price, section.On, section.Mode, section.Timeout));
        Assert.Equal((new Uri("https://example.org/"), Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), new DateOnly(2026, 1, 2), (byte)255, null), (section.Url, section.Id, section.Day, section.Small, section.Maybe));
        Assert.Equal(["a", "b"], section.Tags);
        Assert.Equal([1, 2], section.Ports);
        Assert.Equal(["x"], section.Unique);
        Assert.Equal([("some-key", 1), ("Other", 2)], section.Limits.Select(static pair => (pair.Key, pair.Value)));
        Assert.Equal([new("h", 1), new("i", 2)], section.Servers);
        Assert.Equal(7, section.Untouched);
        Assert.IsType<IReadOnlyDictionary<string, object?>>(section.Any, exactMatch: false);
    }

    [Fact]
    public void GetSection_SeveralProblems_AreSaidAtOnceWithFullPaths()
    {
        var config = Configs.Yaml("s:\n  name: 768\n  max_size: twenty\n  ratio: .inf\n  small: 256\n  mode: fast\n  tags: a\n  ports: [1, x]\n  servers:\n  - {host: h}\n  - {host: 1, port: 1.5}\n  limits: [1]\n  api_key: [1]\n  maybe: 9007199254740992\n");
        var error = Assert.Throws<ConfigException>(() => config.GetSection<Everything>("s"));
        Assert.Equal(
            [
                "s.name TypeMismatch", "s.max_size ValidationFailed", "s.ratio ValidationFailed", "s.mode ValidationFailed", "s.small ValidationFailed", "s.maybe ValidationFailed", "s.tags ValidationFailed", "s.ports[1] ValidationFailed",
                "s.limits ValidationFailed", "s.servers[0].port Missing", "s.servers[1].host TypeMismatch", "s.servers[1].port ValidationFailed",
            ],
            error.Problems.Select(static problem => $"{problem.KeyPath} {problem.Reason}"));
        Assert.Equal(("s.name", ConfigErrorReason.TypeMismatch), (error.Path, error.Reason));
        Assert.Contains("app.yaml(2,9): s.name: expected a string, found a whole number (768). Put it in quotes.", error.Message, StringComparison.Ordinal);
        Assert.Contains("s.mode: expected one of Quick, VeryCareful, found a string (\"fast\").", error.Message, StringComparison.Ordinal);
        Assert.Contains("s.small: expected a whole number from 0 to 255", error.Message, StringComparison.Ordinal);
        Assert.Contains("s.servers[0].port: there is no such key, and a Int32 is required. Add it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetSection_Attributes_AreValidated()
    {
        var error = Assert.Throws<ConfigException>(() => Configs.Yaml("s: {pool_size: 0, Password: x}\n").GetSection<Validated>("s"));
        Assert.Equal(["s.pool_size", "s.host", "s.Password", "s.min"], error.Problems.Select(static problem => problem.KeyPath));
        Assert.Contains("s.pool_size: The field pool_size must be between 1 and 100. Correct the value.", error.Message, StringComparison.Ordinal);
        Assert.Contains("s.min: min is over max. Correct the section.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetSection_NullForWhatIsNotNullable_IsRefused()
    {
        var error = Assert.Throws<ConfigException>(() => Configs.Yaml("s: {name: ~, max_size: ~, maybe: ~, note: ~}\n").GetSection<Everything>("s"));
        Assert.Equal(["s.name", "s.max_size"], error.Problems.Select(static problem => problem.KeyPath));
    }

    [Fact]
    public void GetSection_TwoSpellings_AreRefusedUnlessOneIsExact()
    {
        var error = Assert.Throws<ConfigException>(() => Configs.Yaml("s: {max_size: 1, max-size: 2}\n").GetSection<Everything>("s"));
        Assert.Contains("'max_size' and 'max-size' are two spellings of MaxSize", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, Configs.Yaml("s: {max_size: 1, MaxSize: 3}\n").GetSection<Everything>("s").MaxSize);
    }

    [Fact]
    public void GetSection_ListDictionaryAndScalar_AreSections()
    {
        var config = Configs.Yaml("l: [1, 2]\nd: {a: 1}\ni: 5\n");
        Assert.Equal([1, 2], config.GetSection<int[]>("l"));
        Assert.Equal(1, config.GetSection<IReadOnlyDictionary<string, int>>("d")["a"]);
        Assert.Equal(5, config.GetSection<int>("i"));
        Assert.Equal(ConfigErrorReason.Missing, Assert.Throws<ConfigException>(() => config.GetSection<int>("x")).Reason);
    }

    [Fact]
    public void GetSection_TypeThatCannotBeMade_SaysSo()
    {
        var config = Configs.Yaml("s: {a: 1}\n");
        Assert.Contains("has no public constructor", Assert.Throws<ConfigException>(() => config.GetSection<IDisposable>("s")).Message, StringComparison.Ordinal);
        Assert.Contains("refuses these values: no", Assert.Throws<ConfigException>(() => config.GetSection<Refusing>("s")).Message, StringComparison.Ordinal);
    }

    private enum Mode
    {
        Quick,
        VeryCareful,
    }

    private sealed record Server(string Host, int Port, string Zone = "a");

    private sealed class Everything
    {
        public string Name { get; set; } = "none";

        public string? Note { get; set; } = "none";

        public int MaxSize { get; init; }

        public double Ratio { get; set; }

        public decimal Price { get; set; }

        public bool On { get; set; }

        public Mode Mode { get; set; }

        public TimeSpan Timeout { get; set; }

        public Uri? Url { get; set; }

        public Guid Id { get; set; }

        public DateOnly Day { get; set; }

        public byte Small { get; set; }

        public long? Maybe { get; set; } = 1;

        public IReadOnlyList<string> Tags { get; set; } = [];

        public int[] Ports { get; set; } = [];

        public HashSet<string> Unique { get; set; } = [];

        public Dictionary<string, int> Limits { get; set; } = [];

        public List<Server> Servers { get; set; } = [];

        public object? Any { get; set; }

        public int Untouched { get; set; } = 7;
    }

    private sealed class Validated : IValidatableObject
    {
        [Range(1, 100)]
        public int PoolSize { get; set; }

        [Required]
        public string? Host { get; set; }

        [MinLength(8)]
        public string Password { get; set; } = string.Empty;

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => [new("min is over max.", ["Min"])];
    }

    private sealed class Refusing
    {
        private int _a;

        public int A
        {
            get => _a;
            set => _a = value == 1 ? throw new InvalidOperationException("no") : value;
        }
    }
}
