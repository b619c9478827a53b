using System.Runtime.InteropServices;
using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Texts as C has them: an array of pointers that a null ends. They are wiped when they go, since some are secrets.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly int _length;
    private byte* _block;

    public NativeTexts(IEnumerable<string> texts)
    {
        var list = texts.ToList();
        var table = (list.Count + 1) * sizeof(byte*);
        _length = table + list.Sum(static text => Encoding.UTF8.GetByteCount(text) + 1);
        _block = (byte*)NativeMemory.AllocZeroed((nuint)_length);
        var next = _block + table;
        for (var i = 0; i < list.Count; i++)
        {
            Pointer[i] = next;
            next += Encoding.UTF8.GetBytes(list[i], new Span<byte>(next, (int)(_block + _length - next))) + 1;
        }
    }

    public byte** Pointer => (byte**)_block;

    public byte* First => Pointer[0];

    public void Dispose()
    {
        if (_block is not null)
        {
            new Span<byte>(_block, _length).Clear();
            NativeMemory.Free(_block);
            _block = null;
        }
    }
}
