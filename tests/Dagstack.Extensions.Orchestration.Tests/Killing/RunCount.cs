using System.Text;

namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>How many runs a process has begun, and how many of them have not ended. It reads what was said since it was asked last: to read all of it again and again would keep the machine from what is measured.</summary>
internal sealed class RunCount(string path) : IDisposable
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly StringBuilder _rest = new();
    private StreamReader? _reader;
    private int _begun;

    /// <summary>Reads on.</summary>
    public (int Begun, int Open) Read()
    {
        _reader ??= new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        _rest.Append(_reader.ReadToEnd());
        var text = _rest.ToString();
        _rest.Clear().Append(text.AsSpan(text.LastIndexOf('\n') + 1));
        foreach (var fact in FactLog.Parse(text))
        {
            switch (fact.Kind)
            {
                case FactKind.Started:
                    _open.Add(fact.Run);
                    _begun++;
                    break;
                case FactKind.Completed or FactKind.Interrupted or FactKind.Refused:
                    _open.Remove(fact.Run);
                    break;
                default:
                    break;
            }
        }

        return (_begun, _open.Count);
    }

    public void Dispose() => _reader?.Dispose();
}
