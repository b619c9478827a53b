using System.Text;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>Makes texts that fit a simple regular expression: letters, classes, groups, alternatives and quantifiers. What it looks around for is passed over.</summary>
internal sealed class PatternSampler(string pattern, Random random)
{
    private int _at;

    public static string Sample(string pattern, Random random) => new PatternSampler(pattern, random).Alternatives();

    private string Alternatives()
    {
        var options = new List<string> { Sequence() };
        while (_at < pattern.Length && pattern[_at] == '|')
        {
            _at++;
            options.Add(Sequence());
        }

        return options[random.Next(options.Count)];
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
        {
            var start = _at;
            var piece = Atom();
            var end = _at;
            var (min, max) = Quantifier();
            var after = _at;
            var count = random.Next(min, max + 1);
            for (var i = 0; i < count; i++)
            {
                _at = start;
                text.Append(i == 0 ? piece : Atom());
            }

            _at = count > 1 ? after : Math.Max(after, end);
        }

        return text.ToString();
    }

    private string Atom()
    {
        var letter = pattern[_at++];
        switch (letter)
        {
            case '^' or '$':
                return string.Empty;
            case '.':
                return "abz019-_ é"[random.Next(10)].ToString();
            case '[':
                return Class();
            case '\\':
                return Escaped(pattern[_at++]);
            case '(':
                var looks = pattern.AsSpan(_at).StartsWith("?!", StringComparison.Ordinal) || pattern.AsSpan(_at).StartsWith("?=", StringComparison.Ordinal);
                _at += looks || pattern.AsSpan(_at).StartsWith("?:", StringComparison.Ordinal) ? 2 : 0;
                var inner = Alternatives();
                _at++;
                return looks ? string.Empty : inner;
            default:
                return letter.ToString();
        }
    }

    private string Class()
    {
        var letters = new StringBuilder();
        while (pattern[_at] != ']')
        {
            var letter = pattern[_at++];
            if (letter == '\\')
            {
                letters.Append(Escaped(pattern[_at++]));
            }
            else if (pattern[_at] == '-' && pattern[_at + 1] != ']')
            {
                letters.Append(letter).Append((char)random.Next(letter, pattern[_at + 1] + 1)).Append(pattern[_at + 1]);
                _at += 2;
            }
            else
            {
                letters.Append(letter);
            }
        }

        _at++;
        return letters[random.Next(letters.Length)].ToString();
    }

    private string Escaped(char letter) => letter switch
    {
        'd' => random.Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture),
        'w' => "abcXYZ019_"[random.Next(10)].ToString(),
        's' => " ",
        _ => letter.ToString(),
    };

    private (int Min, int Max) Quantifier()
    {
        if (_at == pattern.Length)
        {
            return (1, 1);
        }

        switch (pattern[_at])
        {
            case '*':
                _at++;
                return (0, 4);
            case '+':
                _at++;
                return (1, 4);
            case '?':
                _at++;
                return (0, 1);
            case '{':
                var end = pattern.IndexOf('}', _at);
                var counts = pattern[(_at + 1)..end].Split(',').Select(static count => int.TryParse(count, out var value) ? value : -1).ToList();
                _at = end + 1;
                return (counts[0], counts.Count == 1 ? counts[0] : counts[1] < 0 ? counts[0] + 3 : counts[1]);
            default:
                return (1, 1);
        }
    }
}
